#!/usr/bin/env python3
"""Damaged documents and damaged NDJSON: whatever comes in, the program ends well and what it stores is true.

    fuzz.py WINNOW [ROUNDS [SEED]]

Takes the fixtures, damages them (bytes changed, cut, doubled, hostile pieces put in) and feeds them to ingest and to
the filters. A status that is none of 0, 1 and 65 is a failure, as is a database that verify does not confirm; what
led to it is kept in build/fuzz-found. Equal seeds give equal runs. Best with a program built under sanitizers.
"""
import glob
import os
import random
import subprocess
import sys
import tempfile

PIECES = (b"\0", b"\xff", b"\xef\xbb\xbf", b"{", b'"', b"-1", b"99999999999999999999", b"null", b"\\u0000", b"<", b">",
          b"<p", b"</", b"<!--", b"&#x80;", b"&", b"\r", b"\f", b"\n\n", b"1.", b"(a)", b"\xe2\x80\xa2", b"\xc2\xad\n")
FILTERS = (("normalize",), ("split",), ("dedupe",), ("load", "-q"))


def damage(data):
    data = bytearray(data)
    for _ in range(random.choice((1, 3, 10, 40))):
        at = random.randrange(len(data) + 1)
        kind = random.randrange(5)
        if kind == 0 and data:
            data[at % len(data)] = random.randrange(256)
        elif kind == 1:
            data[at:at] = random.choice(PIECES)
        elif kind == 2:
            del data[at:at + random.randrange(1, 60)]
        elif kind == 3:
            other = random.randrange(len(data) + 1)
            data[at:at] = data[other:other + random.randrange(1, 300)]
        else:
            data[at:at] = random.choice(PIECES) * random.choice((5, 500))
    return bytes(data)


def run(winnow, *arguments, data=b""):
    done = subprocess.run((winnow, *arguments), input=data, capture_output=True, timeout=120, check=False)
    return done.returncode, (done.stdout[-2000:] if arguments[0] == "verify" else b"") + done.stderr


def ingest(winnow, folder, data):
    path, db = os.path.join(folder, "x"), os.path.join(folder, "x.db")
    with open(path, "wb") as file:
        file.write(data)
    status, said = run(winnow, "ingest", "-q", "-d", db, path)
    if status == 0:
        status, said = run(winnow, "verify", "-d", db)
        if status == 1:
            return "verify", said
    return (None, said) if status in (0, 1, 65) else ("ingest", said)


def pipe(winnow, folder, data):
    command = random.choice(FILTERS)
    where = ("-d", os.path.join(folder, "x.db")) if command[0] == "load" else ()
    status, said = run(winnow, *command, *where, data=data)
    return (None, said) if status in (0, 1, 65) else (command[0], said)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    winnow, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    documents = sorted(glob.glob("fixtures/**/input/*", recursive=True))
    streams = sorted(glob.glob("fixtures/**/expected/*.ndjson", recursive=True))
    failures = 0
    for number in range(rounds):
        feed, sources = random.choice(((ingest, documents), (pipe, streams)))
        with open(random.choice(sources), "rb") as file:
            data = damage(file.read())
        with tempfile.TemporaryDirectory() as folder:
            failed, said = feed(winnow, folder, data)
        if failed:
            failures += 1
            os.makedirs("build/fuzz-found", exist_ok=True)
            kept = f"build/fuzz-found/{failed}-{number}"
            with open(kept, "wb") as file:
                file.write(data)
            print(f"{failed} failed on {kept}:\n{said.decode(errors='replace')[-600:]}")
    print(f"fuzz: {failures} failures in {rounds} rounds")
    sys.exit(failures > 0)


main()
