#!/usr/bin/env python3
"""What files and their names say is shown, and never done.

    speak.py WINNOW

Texts, titles and names of files that try to be SQL, commands to a terminal and formulas of a spreadsheet are ingested.
Then every command that writes for people is run over them: none may send a control byte, the tables must be whole, and
no cell of an exported CSV may be a formula.
"""
import csv
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

import texts

# C0 but tab and line end, DEL, C1, and what turns the direction of the text around it.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"[=+\-@\t\r\n]|[＝＋－＠]")
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$", re.I)


def run(winnow, *arguments):
    """What was written: on standard output and, where a person reads it, on standard error too."""
    done = subprocess.run((winnow, *arguments), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def write_files(folder):
    """The files, for each text one that is named by it."""
    cases = list(texts.all_cases())
    for case in cases:
        with open(os.path.join(folder, case.name), "wb") as file:
            file.write(case.data)
    return cases


def shows(winnow, failures, *arguments, statuses=(0,)):
    status, out, err = run(winnow, *arguments)
    if status not in statuses:
        failures.append(f"{arguments} gave {status}: {err[-300:]!r}")
    for name, text in (("standard output", out), ("standard error", err)):
        found = CONTROL.search(text)
        if found:
            failures.append(f"{arguments}: {found[0]!r} on {name}: {text[max(0, found.start() - 60):found.end() + 30]!r}")


def check_tables(database, cases, failures):
    connection = sqlite3.connect(database)
    sources = {os.path.basename(path) for path, in connection.execute("SELECT path FROM sources")}
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        failures.append("the database is damaged")
    missing = {case.name for case in cases} - sources
    if missing:
        failures.append(f"not in the database: {sorted(missing)!r}")
    said = "\n".join(text for text, in connection.execute("SELECT text FROM passages"))
    for words in texts.SQL:
        if words not in said:
            failures.append(f"no passage holds {words!r}")
    records = [row[0] for row in connection.execute("SELECT record_id FROM records")]
    connection.close()
    return records


def check_csv(folder, failures):
    cells = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".csv"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        for cell in (cell for row in rows for cell in row):
            cells += 1
            if FORMULA.match(cell) and not NUMBER.match(cell):
                failures.append(f"{name}: {cell[:60]!r} is a formula to a spreadsheet")
        if any(len(row) != len(rows[0]) for row in rows):
            failures.append(f"{name}: not every row has the columns of the first")
    return cells


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    winnow, failures = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory() as work:
        files, database, tables = (os.path.join(work, name) for name in ("files", "x.db", "tables"))
        os.mkdir(files)
        cases = write_files(files)
        shows(winnow, failures, "ingest", "-v", "-d", database, files)
        records = check_tables(database, cases, failures)
        if len(records) < len(texts.SQL):
            failures.append(f"only {len(records)} records")
        for arguments in (("report",), ("verify",), ("changes",), ("ingest", "--dry-run", files), ("ingest", "-v", "--reread", files)):
            shows(winnow, failures, arguments[0], "-d", database, *arguments[1:])
        for record in records[::3]:
            shows(winnow, failures, "explain", "-d", database, str(record))
        for words in texts.SQL[::4] + texts.TERMINAL:
            shows(winnow, failures, "explain", "-d", database, words, statuses=(0, 1, 64, 65, 66))
            shows(winnow, failures, "families", words, statuses=(0, 64, 65, 66))
            shows(winnow, failures, words, statuses=(64,))
            shows(winnow, failures, "ingest", "-d", database, os.path.join(work, words), statuses=(66,))
        for case in cases[2 * len(texts.SQL):2 * len(texts.SQL + texts.TERMINAL)]:
            shows(winnow, failures, "text", "--markdown", os.path.join(files, case.name))
        shows(winnow, failures, "export", "-d", database, "--format", "csv", tables)
        cells = check_csv(tables, failures)
    for failure in failures[:20]:
        print(f"FAILED: {failure}")
    print(f"hostile texts: {len(cases)} files, {len(records)} records, {cells} cells: {len(failures)} failures")
    sys.exit(len(failures) > 0)


main()
