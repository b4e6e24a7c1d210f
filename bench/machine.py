#!/usr/bin/env python3
"""machine.py WINNOW [PAGES]: how much one machine reads: pages, passages and bytes a minute, and what the database holds.

The heap is made from a seed: reports as web pages with menus and footers, each with numbered recommendations, and for
each second one a response that quotes and answers them; every tenth page is there twice. Words are drawn from a
vocabulary with the frequencies of speech (Zipf), so that no two paragraphs are alike by accident.
"""
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

SEED = 20261122


def vocabulary(rng):
    parts = "ba be bo ca co da de di fa fe ga ge ha la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si ta te ti to va ve".split()
    words = list({"".join(rng.choice(parts) for _ in range(rng.randint(1, 4))) for _ in range(9000)})
    words.sort()
    rng.shuffle(words)
    return words, [1 / (i + 3) for i in range(len(words))]


def sentences(rng, words, weights, count):
    text = []
    for _ in range(count):
        line = rng.choices(words, weights, k=rng.randint(9, 26))
        text.append(line[0].capitalize() + " " + " ".join(line[1:]) + ".")
    return " ".join(text)


def page(title, body):
    menu = "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(20))
    return (f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>"
            f"<main><h1>{title}</h1>{body}</main><footer><p>Accessibility Cookies Privacy Contact</p></footer></body></html>\n")


def report(rng, words, weights, number):
    title = " ".join(rng.choices(words, weights, k=5)).capitalize()
    asked = [f"We recommend that the Department should {sentences(rng, words, weights, 1).lower()}" for _ in range(rng.randint(4, 12))]
    body = f"<p>House Works Committee, report {number}, published {1 + number % 28} March {2000 + number % 20}</p>"
    body += "".join(f"<p>{sentences(rng, words, weights, rng.randint(2, 6))}</p>" for _ in range(rng.randint(20, 90)))
    body += "<h2>Recommendations</h2>" + "".join(f"<p>{i + 1}. {text}</p>" for i, text in enumerate(asked))
    return title, asked, page(title, body)


def response(rng, words, weights, number, title, asked):
    body = f"<p>The Government's response to the report of the House Works Committee, {title}, {2 + number % 27} June {2000 + number % 20}</p>"
    for i, text in enumerate(asked):
        body += f"<p>Recommendation {i + 1}: {text}</p><p>The Government agrees with the recommendation. {sentences(rng, words, weights, 3)}</p>"
    return page("Government response: " + title, body)


def make_heap(folder, pages):
    rng = random.Random(SEED)
    words, weights = vocabulary(rng)
    done = number = 0
    while done < pages:
        number += 1
        title, asked, text = report(rng, words, weights, number)
        made = [text] + ([response(rng, words, weights, number, title, asked)] if number % 2 else []) + ([text] if number % 10 == 0 else [])
        for copy in made[:pages - done]:
            done += 1
            with open(os.path.join(folder, f"{done:07}.html"), "w", encoding="utf-8") as file:
                file.write(copy)


def timed(command):
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: status {child.returncode}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    winnow, pages = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    work = tempfile.mkdtemp(prefix="winnow-machine-")
    try:
        heap, database = os.path.join(work, "heap"), os.path.join(work, "heap.db")
        os.mkdir(heap)
        make_heap(heap, pages)
        size = sum(entry.stat().st_size for entry in os.scandir(heap))
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {pages:,} pages, {size / 1e6:,.0f} MB")
        for name, extra in (("first run", []), ("nothing new", [])):
            wall, cpu, memory = timed([winnow, "ingest", "-q", "-d", database] + extra + [heap])
            passages, = sqlite3.connect(database).execute("SELECT count(*) FROM passages").fetchone()
            print(f"{name:12} {wall:8.1f} s, {cpu:8.1f} s of processors, {memory:6,.0f} MB: a minute has {pages * 60 / wall:9,.0f} pages, "
                  f"{passages * 60 / wall:11,.0f} passages, {size * 60 / wall / 1e9:6.2f} GB")
        holds = sqlite3.connect(database).execute(
            "SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM recommendations), (SELECT count(*) FROM responses), "
            "(SELECT count(*) FROM duplicates)").fetchone()
        print("it holds {:,} passages, {:,} recommendations, {:,} responses; {:,} passages repeat others; {:.0f} MB".format(
            *holds, os.path.getsize(database) / 1e6))
    finally:
        shutil.rmtree(work)


main()
