#!/usr/bin/env python3
"""What the extraction costs, beside what libxml2 costs alone and beside other programs, in one run.

    extract.py [--peers] [--samples DIR] [--limit N] [--rounds N] [--no-instructions] WINNOW FLOOR

WINNOW: the program; FLOOR: build/bench/extract_floor (see its head). Pages: those of --samples, a folder with
SET/html/ID.html.gz, manifest.tsv and score.py; without it, pages made from a seed (extract_pages.py). MB/s are bytes of
HTML by the processor time of the process and its children, the best of N rounds in turn, on one core; peak is the
most that one process held. --limit takes N pages of each set, evenly: the peers are slow. --peers also runs what is installed of python3-readability, w3m, @mozilla/readability and
defuddle (make bench-extract PEERS=1 installs them: Debian's packages, and npm's into build/). The instructions, counted
by valgrind on a fixed set of pages, do not depend on what else the machine does: a slow-down shows in them.
"""
import argparse
import glob
import gzip
import os
import re
import shutil
import subprocess
import sys
import time

import extract_pages

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.path.join(HERE, "..", "build", "bench", "extract")
MODULES = os.path.join(HERE, "..", "build", "bench", "peers")
STAGES = (("decode", "charset_open_declared"), ("prefilter", "html_filter_open"), ("parse: libxml2 and tree", "html_parse"),
          ("kind", "html_kind_article"), ("measure", "html_measure"), ("tables", "html_table_classify"),
          ("content", "html_content"), ("metadata", "html_meta"), ("blocks", "html_blocks"), ("trim", "html_trim"),
          ("extract in all", "extract_document"), ("normalize", "normalize_document"))


def unpack(samples):
    sets = []
    for folder in sorted(glob.glob(os.path.join(samples, "*", "html"))):
        name = os.path.basename(os.path.dirname(folder))
        os.makedirs(os.path.join(WORK, "pages", name), exist_ok=True)
        for page in glob.glob(os.path.join(folder, "*.gz")):
            to = os.path.join(WORK, "pages", name, os.path.basename(page)[:-3])
            if not os.path.exists(to):
                with gzip.open(page) as packed, open(to, "wb") as file:
                    shutil.copyfileobj(packed, file)
        sets.append(name)
    return sets


def pages_of(name, limit=None):
    pages = sorted(glob.glob(os.path.join(WORK, "pages", name, "*.html")))
    return pages[:: max(1, -(-len(pages) // limit))] if limit else pages


def write_list(tool, name, limit):
    """The list of lines IN<tab>OUT that every tool reads; OUT is where the scorer looks."""
    out = os.path.join(WORK, "out", tool, name)
    os.makedirs(out, exist_ok=True)
    path = os.path.join(WORK, f"{tool}.{name}.list")
    with open(path, "w", encoding="utf-8") as file:
        for page in pages_of(name, limit):
            file.write(f"{page}\t{os.path.join(out, os.path.basename(page)[:-5])}.txt\n")
    return path


def run_once(command, path):
    """Seconds of processor time and megabytes of the largest process."""
    with open(path, "rb") as file:
        process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def peers():
    found = []
    if shutil.which("w3m"):
        found.append(("w3m", ["sh", "-c", 'while IFS="$(printf \'\\t\')" read -r i o; do w3m -dump -T text/html "$i" >"$o"; done']))
    if subprocess.run([shutil.which("python3", path="/usr/bin") or "python3", "-c", "import readability"], check=False,
                      capture_output=True).returncode == 0:
        found.append(("readability-lxml", [shutil.which("python3", path="/usr/bin"), os.path.join(HERE, "peers", "peer.py")]))
    if os.path.isdir(os.path.join(MODULES, "node_modules")):
        for name in ("readability", "defuddle"):
            found.append((f"{name}.js", ["node", os.path.join(MODULES, "peer.mjs"), name]))
    for name, wanted in (("w3m", "w3m"), ("readability-lxml", "python3-readability"), ("readability.js", "npm"), ("defuddle.js", "npm")):
        if name not in dict(found):
            print(f"{name}: not installed here ({wanted}): left out")
    return found


def measure(tools, sets, rounds, limit):
    figures = {}
    for name in sets:
        size = sum(os.path.getsize(page) for page in pages_of(name, limit)) / 1e6
        for number in range(rounds):
            for tool, command in tools:
                if number > 0 and tool in SLOW:
                    continue
                cpu, rss = run_once(command, write_list(tool, name, limit))
                speed, peak = figures.get((tool, name), (0, 0))
                figures[tool, name] = max(speed, size / max(cpu, 1e-4)), max(peak, rss)
    return figures


SLOW = ("w3m", "readability-lxml", "readability.js", "defuddle.js")


def scores(samples, tool):
    """Set -> its figure of the headline; empty without gold texts."""
    scorer = os.path.join(samples or "", "score.py")
    if not samples or not os.path.exists(scorer):
        return {}
    said = subprocess.run([sys.executable, scorer, "eval", "--root", samples, "--out", os.path.join(WORK, "out", tool)],
                          capture_output=True, text=True, check=False).stdout
    found = {}
    for line in said.splitlines():
        name = line.split(" ")[0]
        figure = re.search(r"\bsnF1=([0-9.]+)" if name == "trafi" else r"\btokF1=([0-9.]+)", line)
        if figure:
            found[name] = float(figure.group(1))
    return found


def print_table(title, tools, sets, cell):
    print(f"\n{title}")
    print(f"{'':26}" + "".join(f"{name:>13}" for name in sets))
    for tool in tools:
        print(f"{tool:26}" + "".join(f"{cell(tool, name):>13}" for name in sets))


def report(tools, sets, figures, samples, limit):
    names = [tool for tool, _ in tools]
    print_table("MB of HTML a second of processor time", names, sets, lambda t, s: f"{figures[t, s][0]:.1f}")
    print_table("winnow's speed by that of the others", names[1:], sets,
                lambda t, s: f"{figures['winnow', s][0] / figures[t, s][0]:.2f}")
    print_table("peak memory, MB", names, sets, lambda t, s: f"{figures[t, s][1]:.0f}")
    if not samples or limit:
        return
    gold = {tool: scores(samples, tool) for tool in names if not tool.startswith("libxml2")}
    print_table("F1 of the words (trafi: of the snippets) against the gold texts", list(gold), sets,
                lambda t, s: f"{gold[t].get(s, 0):.3f}")
    for tool, by_set in gold.items():
        if by_set:
            print(f"headline of {tool}: {sum(by_set.values()) / len(by_set):.4f}")


def instructions(winnow):
    """Instructions a byte of each stage, on the made pages: the same on any day and under any load."""
    if not shutil.which("valgrind"):
        print("\nno valgrind here: instructions are not counted")
        return
    pages = os.path.join(WORK, "fixed")
    kinds = extract_pages.make(pages, pages=10)
    listed = [p for kind in kinds for p in sorted(glob.glob(os.path.join(pages, kind, "*.html")))]
    size = sum(os.path.getsize(page) for page in listed)
    out = os.path.join(WORK, "callgrind.out")
    subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", winnow, "text", "--batch"],
                   input="".join(f"{page}\t/dev/null\n" for page in listed).encode(), capture_output=True, check=False)
    said = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out], capture_output=True, text=True,
                          check=False).stdout
    counts = {}
    for line in said.splitlines():
        found = re.match(r"\s*([0-9,]+) .*?(PROGRAM TOTALS|[a-z_]+:[A-Za-z_0-9]+|\.c:[A-Za-z_0-9]+)", line)
        if found:
            counts.setdefault(found.group(2).split(":")[-1], int(found.group(1).replace(",", "")))
    print(f"\ninstructions a byte of HTML, {len(listed)} pages of our own making, {size / 1e6:.1f} MB (callgrind)")
    for title, function in STAGES + (("the program", "PROGRAM TOTALS"),):
        if function in counts:
            print(f"{title:26}{counts[function] / size:13.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--samples")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-instructions", action="store_true")
    parser.add_argument("winnow")
    parser.add_argument("floor")
    given = parser.parse_args()
    samples = given.samples if given.samples and os.path.isdir(given.samples) else None
    winnow = os.path.abspath(given.winnow)
    shutil.rmtree(os.path.join(WORK, "out"), ignore_errors=True)
    os.makedirs(WORK, exist_ok=True)
    sets = unpack(samples) if samples else extract_pages.make(os.path.join(WORK, "pages"))
    tools = [("winnow", [winnow, "text", "--batch"])]
    tools += [(f"libxml2 {kind}", [given.floor, kind]) for kind in ("outline", "cut", "sax", "tree")]
    tools += peers() if given.peers else []
    started = time.time()
    figures = measure(tools, sets, given.rounds, given.limit)
    report(tools, sets, figures, samples, given.limit)
    if not given.no_instructions:
        instructions(winnow)
    print(f"\n{time.time() - started:.0f} s; libxml2 sax, tree: the page as it is; cut: SAX behind winnow's prefilter, all text "
          "and tags left; outline: what winnow gives it")


main()
