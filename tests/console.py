#!/usr/bin/env python3
"""console.py [--accept] PAGE...: runs the commands that pages show and compares what they print.

A page shows commands in blocks fenced as ```console: "$ " begins a command, "> " goes on with it, all else is what it
prints, stdout and stderr. A line "..." stands for any lines that are left out. The commands of a page run in one bash, in
an empty folder with ./winnow, docs/ and fixtures/ of this tree in it. What changes from day to day or from machine to
machine is not compared (VARIES). --accept writes what the commands print now into the page, and keeps what it left out.
"""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WINNOW = os.path.abspath(os.environ.get("WINNOW", os.path.join(ROOT, "winnow")))
VARIES = [
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "TIME"),
    (re.compile(r" *[\d,]+ days   due"), " N days   due"),
    (re.compile(r"in \d+\.\d s\b"), "in N s"),
    (re.compile(r"winnow \d+\.\d+\.\d+"), "winnow VERSION"),
    (re.compile(r"^(Department|Ministry|Home|HM|Treasury)(.*?) +\d+ +[\d,]+ +[\d,]+$"), r"\1\2 OVERDUE"),
    (re.compile(r"│ +\d+ │$"), "│ N │"),
]


class Command:
    def __init__(self, line):
        self.line = line      # of the page, for messages
        self.shown = []       # its lines with their prompts
        self.text = []
        self.expected = []
        self.got = []


def normal(line):
    for pattern, word in VARIES:
        line = pattern.sub(word, line)
    return line.rstrip()


def blocks(lines):
    """The (first, behind the last) line numbers of what stands inside console fences."""
    start = None
    for number, line in enumerate(lines):
        if start is None and line.rstrip() == "```console":
            start = number + 1
        elif start is not None and line.rstrip() == "```":
            yield start, number
            start = None


def commands_of(lines, first, last):
    found = []
    for number in range(first, last):
        line = lines[number]
        if line.startswith("$ "):
            found.append(Command(number + 1))
        if line.startswith("$ ") or (line.startswith("> ") and not found[-1].expected):
            found[-1].shown.append(line)
            found[-1].text.append(line[2:])
        elif not found:
            raise SystemExit(f"line {number + 1}: a console block has to begin with a command")
        else:
            found[-1].expected.append(line)
    return found


def run(commands):
    folder = tempfile.mkdtemp(prefix="winnow-console-")
    script = []
    try:
        for name in ("docs", "fixtures", "README.md"):
            os.symlink(os.path.join(ROOT, name), os.path.join(folder, name))
        os.symlink(WINNOW, os.path.join(folder, "winnow"))
        os.mkdir(os.path.join(folder, ".out"))
        with open(os.path.join(folder, "Makefile"), "w", encoding="utf-8") as file:
            file.write(demo_rule())
        for number, command in enumerate(commands):
            script.append("{ " + "\n".join(command.text) + f"\n}} >{folder}/.out/{number} 2>&1")
        environment = dict(os.environ, PATH=folder + ":" + os.environ["PATH"], LC_ALL="C.UTF-8", COLUMNS="80", PAGER="cat")
        subprocess.run(["bash", "-c", "\n".join(script)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                       timeout=300, check=False)
        for number, command in enumerate(commands):
            with open(os.path.join(folder, ".out", str(number)), encoding="utf-8") as file:
                command.got = file.read().splitlines()
    finally:
        shutil.rmtree(folder)


def demo_rule():
    """`make demo` without its building: the two commands of the Makefile, as it echoes none of them."""
    with open(os.path.join(ROOT, "Makefile"), encoding="utf-8") as file:
        text = file.read()
    golden = " ".join(sorted(
        f"fixtures/{name}/input" for name in os.listdir(os.path.join(ROOT, "fixtures"))
        if name != "held-out" and os.path.isdir(os.path.join(ROOT, "fixtures", name, "input"))))
    recipe = re.search(r"^demo:.*\n((?:\t.*\n)+)", text, re.M).group(1)
    recipe = "".join(line for line in recipe.splitlines(True) if "$(MAKE)" not in line)
    recipe = recipe.replace("$(GOLDEN:=/input)", golden).replace("\t./", "\t@./")
    return "demo:\n" + recipe


def segments(expected):
    """The lines between those that say "...", and whether each begins or ends at an edge."""
    parts = [[]]
    for line in expected:
        if line == "...":
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def place(part, got, start, at_end):
    """Where the part stands in got, at or behind start; -1 for nowhere."""
    wanted = [normal(line) for line in part]
    tries = [len(got) - len(part)] if at_end else range(start, len(got) - len(part) + 1)
    for at in tries:
        if at >= start and [normal(line) for line in got[at:at + len(part)]] == wanted:
            return at
    return -1


def fits(command):
    parts = segments(command.expected)
    if len(parts) == 1:
        return [normal(line) for line in command.expected] == [normal(line) for line in command.got]
    start = 0
    for number, part in enumerate(parts):
        at = place(part, command.got, start, number == len(parts) - 1 and part)
        if at < 0 or (number == 0 and part and at != 0):
            return False
        start = at + len(part)
    return True


def renewed(command):
    """What the page should show: as many lines of each part as before, found by the first line that is still there."""
    if fits(command):
        return command.expected
    parts = segments(command.expected)
    if len(parts) == 1:
        return command.got
    lines, start = [], 0
    for number, part in enumerate(parts):
        if number:
            lines.append("...")
        anchors = [place([line], command.got, start, False) - i for i, line in enumerate(part)
                   if line.strip() and place([line], command.got, start, False) - i >= start]
        at = start if number == 0 else anchors[0] if anchors else None
        if number == len(parts) - 1 and part and at is None:
            at = len(command.got) - len(part)
        if at is None:
            at = start
        lines += command.got[at:at + len(part)]
        start = at + len(part)
    return lines


def check(path, accept):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    found = [(first, last, commands_of(lines, first, last)) for first, last in blocks(lines)]
    commands = [command for _, _, some in found for command in some]
    if not commands:
        raise SystemExit(f"{path}: shows no command")
    run(commands)
    wrong = [command for command in commands if not fits(command)]
    if accept:
        for first, last, some in reversed(found):
            lines[first:last] = [line for command in some for line in command.shown + renewed(command)]
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    for command in wrong:
        print(f"{path}:{command.line}: prints something else" + (", taken" if accept else ""))
        print("\n".join(difflib.unified_diff([normal(line) for line in command.expected],
                                             [normal(line) for line in command.got],
                                             "in the page", "now", n=1, lineterm="")))
    return len(commands), len(wrong)


def main():
    accept = "--accept" in sys.argv
    pages = [word for word in sys.argv[1:] if not word.startswith("--")]
    total = wrong = 0
    for path in pages:
        count, differ = check(path, accept)
        total += count
        wrong += differ
    print(f"console: {total} commands in {len(pages)} pages" + (f", {wrong} print something else" if wrong else ""))
    sys.exit(1 if wrong and not accept else 0)


main()
