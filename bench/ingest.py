#!/usr/bin/env python3
"""What confinement costs: `winnow ingest` over pages of our own making (extract_pages.py), with and without it.

    bench/ingest.py WINNOW [PAGES]

CPU seconds of the whole run, its processes included: the least of five rounds, in which the ways take turns, so that other
load hits all of them alike. `off` is the same work in the same number of processes, unconfined; -j 0 is one process that
reads, extracts and stores. The target is at most 1.25 times the time of `off`. Empty databases each; -q.
"""
import os
import resource
import subprocess
import sys
import tempfile

import extract_pages

ROUNDS, TARGET = 5, 1.25
WAYS = (("-j 0", ("-j", "0")), ("-j 1, off", ("-j", "1", "--sandbox=off")), ("-j 1, confined", ("-j", "1")),
        ("-j 2, off", ("-j", "2", "--sandbox=off")), ("-j 2, confined", ("-j", "2")))


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(winnow, pages, folder):
    least = {}
    for number in range(ROUNDS):
        for name, options in WAYS:
            database = os.path.join(folder, f"{number}.db")
            seconds = cpu_seconds((winnow, "ingest", "-q", *options, "-d", database, pages))
            least[name] = min(least.get(name, seconds), seconds)
            os.remove(database)
    return least


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    winnow, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 150
    with tempfile.TemporaryDirectory() as folder:
        pages = os.path.join(folder, "pages")
        extract_pages.make(pages, pages=count)
        paths = [os.path.join(at, name) for at, _, names in os.walk(pages) for name in names]
        size = sum(os.path.getsize(path) for path in paths)
        least = measure(winnow, pages, folder)
    print(f"ingest of {len(paths)} pages, {size / 1e6:.1f} MB")
    print(f"{'':18}{'CPU s':>8}{'MB/s of CPU':>13}{'times off':>11}")
    worst = 0
    for name, _ in WAYS:
        off = least.get(name.replace("confined", "off")) if "confined" in name else None
        ratio = least[name] / off if off else 0
        worst = max(worst, ratio)
        print(f"{name:18}{least[name]:8.2f}{size / 1e6 / least[name]:13.1f}" + (f"{ratio:11.2f}" if off else ""))
    whole = least["-j 2, confined"] / least["-j 0"]
    print(f"two confined processes take {whole:.2f} times the CPU time of none")
    if max(worst, whole) > TARGET:
        sys.exit(f"that is over {TARGET}")


main()
