#!/usr/bin/env python3
"""Files that are made to do harm: each is ingested and verified, within bounds on time and memory, and loses no text.

    run.py WINNOW short|long [NAME...]

The short form has things a twentieth as often. For each file: the status, the processor's seconds, the memory, valid UTF-8
in the database, the sentences that must be there, and `winnow verify`, which finds every passage again in the file.
NAME: only these cases, with what they took.
"""
import collections
import json
import os
import sqlite3
import sys
import tempfile

import charsets
import markup

OFTEN = {"short": 5000, "long": 100000}
SECONDS, SECONDS_A_MEGABYTE = 2, 2.0
MEGABYTES, MEGABYTES_A_MEGABYTE = 150, 60


Written = collections.namedtuple("Written", "path name size keeps")


class Failures(list):
    def note(self, name, what):
        self.append(name)
        print(f"FAILED: {name!r}: {what}")


def run(winnow, *arguments):
    """Status, output, errors, seconds of the processor and megabytes of the process and those that it forked."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.execv(winnow, (winnow, *arguments))
        _, status, usage = os.wait4(pid, 0)
        out.seek(0)
        err.seek(0)
        return os.waitstatus_to_exitcode(status), out.read(), err.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def squeezed(text):
    return "".join(text.split())


def texts_of(database):
    """For each file its passages. What is no UTF-8 ends the test here."""
    connection = sqlite3.connect(database)
    found = {}
    for path, text in connection.execute("SELECT s.path, p.text FROM sources s JOIN documents d ON d.source_id = s.id "
                                         "JOIN passages p ON p.document_id = d.id"):
        found.setdefault(path, []).append(text)
    connection.close()
    return found


def check_texts(case, texts, failures):
    everything = squeezed("".join(texts))
    for words in case.keeps:
        if squeezed(words) not in everything:
            failures.note(case.name, f"lost: {words}")


def check_verify(winnow, name, database, failures):
    status, told, said, *_ = run(winnow, "verify", "-d", database)
    if status != 0:
        failures.note(name, f"verify gave {status}: {(told[-1500:] + said[-300:]).decode(errors='replace')}")


def write_cases(form, only, folder):
    """Writes the files and returns what is known of each. In another process: what this one has held would count as the
    memory of every program that it starts (getrusage(2): ru_maxrss is kept over execve)."""
    files, list_path = os.path.join(folder, "files"), os.path.join(folder, "list")
    os.mkdir(files)
    pid = os.fork()
    if pid == 0:
        known = []
        for source in (markup, charsets):
            for case in source.all_cases(OFTEN[form]):
                if only and case.name not in only:
                    continue
                with open(os.path.join(files, case.name), "wb") as file:
                    file.write(case.data)
                known.append((case.name, len(case.data), case.keeps))
        with open(list_path, "w", encoding="utf-8") as file:
            json.dump(known, file)
        os._exit(0)
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit("the files cannot be written")
    with open(list_path, encoding="utf-8") as file:
        return [Written(os.path.join(files, name), name, size, keeps) for name, size, keeps in json.load(file)]


def alone(winnow, case, database, failures, bounded):
    """One file in a database of its own: what it takes, and all of the above."""
    megabytes = case.size / 1e6
    status, _, said, seconds, memory = run(winnow, "ingest", "-q", "-j", "0", "-d", database, case.path)
    if status != 0:
        failures.note(case.name, f"ingest gave {status}: {said[-300:].decode(errors='replace')}")
        return seconds, memory
    if bounded and seconds > SECONDS + SECONDS_A_MEGABYTE * megabytes:
        failures.note(case.name, f"{seconds:.1f} s for {megabytes:.1f} MB")
    if bounded and memory > MEGABYTES + MEGABYTES_A_MEGABYTE * megabytes:
        failures.note(case.name, f"{memory:.0f} MB of memory for {megabytes:.1f} MB")
    check_texts(case, texts_of(database).get(case.path, []), failures)
    check_verify(winnow, case.name, database, failures)
    return seconds, memory


def one_by_one(winnow, cases, failures, bounded, tell):
    slowest, largest = (0, ""), (0, "")
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            seconds, memory = alone(winnow, case, os.path.join(folder, "x.db"), failures, bounded)
        if tell:
            print(f"{case.name}: {case.size / 1e6:.1f} MB, {seconds:.2f} s, {memory:.0f} MB of memory")
        slowest, largest = max(slowest, (seconds, case.name)), max(largest, (memory, case.name))
    print(f"the most: {slowest[0]:.1f} s for {slowest[1]}, {largest[0]:.0f} MB for {largest[1]}")


def together(winnow, cases, folder, failures):
    """All in one folder, by confined workers; 1 MB each at most, so no limit is near."""
    database = os.path.join(folder, "x.db")
    status, _, said, *_ = run(winnow, "ingest", "-q", "-d", database, os.path.join(folder, "files"))
    if status != 0:
        failures.note("all", f"ingest gave {status}: {said[-2000:].decode(errors='replace')}")
    texts = texts_of(database)
    for case in cases:
        check_texts(case, texts.get(case.path, []), failures)
    check_verify(winnow, "all", database, failures)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    winnow, form, only = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3:]
    # Sanitizers multiply time and memory: with them only what comes out counts.
    with open(winnow, "rb") as file:
        bounded = b"__asan_init" not in file.read()
    failures = Failures()
    with tempfile.TemporaryDirectory() as folder:
        cases = write_cases(form, only, folder)
        if form == "long" or only:
            one_by_one(winnow, cases, failures, bounded, only)
        else:
            together(winnow, cases, folder, failures)
    print(f"hostile input ({form}): {len(cases)} files: {len(failures)} failures")
    sys.exit(len(failures) > 0)


main()
