#!/usr/bin/env python3
"""Seeds for the fuzz targets, made of the fixtures.

    seeds.py WINNOW WIRE_SEED OUT [LARGEST]

Writes OUT/TARGET/*, none larger than LARGEST bytes (32768). Equal fixtures give equal seeds.
"""
import glob
import os
import sqlite3
import subprocess
import sys
import tempfile

PAIRS = """SELECT p.text, o.text FROM duplicates d JOIN passages p ON p.id = d.passage_id
           JOIN passages o ON o.id = d.original_id WHERE d.kind <> 'exact' ORDER BY p.id"""
FAMILIES = 32  # more than there are: the target takes the last byte modulo their number


def write(folder, target, number, data):
    os.makedirs(os.path.join(folder, target), exist_ok=True)
    with open(os.path.join(folder, target, f"{number:04}"), "wb") as out:
        out.write(data)


def whole_lines(data, most):
    return data if len(data) <= most else data[:data.rfind(b"\n", 0, most) + 1]


def pairs(winnow, documents):
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "x.db")
        subprocess.run((winnow, "ingest", "-q", "-d", db, *documents), check=False)
        with sqlite3.connect(db) as connection:
            return [f"{a}\n{b}".encode() for a, b in connection.execute(PAIRS)]


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    winnow, wire_seed, folder = (os.path.abspath(name) for name in sys.argv[1:4])
    most = int(sys.argv[4]) if len(sys.argv) > 4 else 32768
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    documents = sorted(glob.glob("fixtures/*/input/*"))
    for number, name in enumerate(documents):
        with open(name, "rb") as file:
            data = file.read()[:most]
        write(folder, "extract", number, data)
        write(folder, "normalize", number, data)
        write(folder, "split", number, data[:most - 1] + bytes((number % FAMILIES,)))
        wire = subprocess.run((wire_seed,), input=data, capture_output=True, check=True).stdout
        if len(wire) <= most:
            write(folder, "wire", number, wire)
    for number, name in enumerate(sorted(glob.glob("fixtures/*/expected/*.ndjson"))):
        with open(name, "rb") as file:
            lines = file.read()
        write(folder, "dedupe", number, whole_lines(lines, most))
        if len(lines) <= most:
            write(folder, "ndjson", number, lines)
    for number, pair in enumerate(pairs(winnow, documents)):
        write(folder, "compare", number, pair[:most])


main()
