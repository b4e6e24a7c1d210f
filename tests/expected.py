#!/usr/bin/env python3
"""Do the records of a database say what the people who wrote the fixtures meant?

    expected.py DB EXPECTED.json...

EXPECTED.json holds what a person reads in one document: what it is, which reports it is or speaks of, its
conclusions, recommendations and responses. Every record there must be in the view `records`, with its label, text,
position, status, target date and paragraphs, and no other record of that document may be. Records of one report
share a report_id, those of two reports do not. Prints every difference; fails when there is one.
"""
import json
import re
import sqlite3
import sys
import unicodedata

DOCUMENT = ("kind", "date", "title", "sender", "recipient")
REPORT = ("body", "session", "number", "title", "department", "paper", "date")
RESPONSE = ("position", "status", "target_date", "target_text")


def plain(text):
    """What two readers would call the same text: quotes, dashes, bullets, case and spaces aside."""
    text = unicodedata.normalize("NFKC", str(text or ""))
    text = re.sub("[‘’‛′`]", "'", text)
    text = re.sub("[“”„″]", '"', text)
    text = re.sub("[·•▪◦●\uf0b7]", " ", text)
    text = re.sub(r"\s*[‐-―−-]\s*", "-", text)
    return re.sub(r"\s+", " ", text).strip().lower()


def agrees(want, have):
    """A list of wanted values holds the ones that are all right."""
    return plain(have) in map(plain, want if isinstance(want, list) else [want])


def rows(db, sql, *args):
    db.row_factory = sqlite3.Row
    return [dict(row) for row in db.execute(sql, args)]


def wanted_records(expected):
    for kind in ("conclusion", "recommendation", "response"):
        for record in expected.get(kind + "s", []):
            yield kind, str(record.get("label", record.get("number", ""))), record


def differences(kind, want, have):
    """What is wrong with a row that has the right type and label."""
    if "text" in want and plain(want["text"]) != plain(have["text"]):
        yield f"text {have['text']!r}\n    is not {want['text']!r}"
    if kind != "response":
        return
    for field in RESPONSE:
        if field in want and not agrees(want[field], have[field]):
            yield f"{field} {have[field]!r} is not {want[field]!r}"
    if "paragraphs" in want:
        yield from paragraph_differences(want["paragraphs"], json.loads(have["paragraphs"] or "[]"))


def paragraph_differences(want, have):
    """A wanted paragraph is {"number", "text"}, or a number alone; the first that is wrong is told."""
    for i, wanted in enumerate(want):
        fields = wanted if isinstance(wanted, dict) else {"number": wanted}
        for field in fields:
            found = have[i].get(field) if i < len(have) else None
            if plain(fields[field]) != plain(found):
                yield f"paragraph {fields.get('number')}: {field} {found!r}\n    is not {fields[field]!r}"
                return
    if len(have) > len(want):
        yield f"has {len(have)} paragraphs, not {len(want)}"


def check_document(db, expected):
    found = rows(db, "SELECT * FROM current_documents WHERE source = ?1 OR source LIKE '%/' || ?1", expected["source"])
    if len(found) != 1:
        yield f"stands {len(found)} times in the database"
        return
    for field in DOCUMENT:
        want = expected.get("document", {}).get(field)
        if want is not None and not agrees(want, found[0][field]):
            yield f"{field} {found[0][field]!r} is not {want!r}"
    left = rows(db, "SELECT * FROM records WHERE document_id = ?", found[0]["id"])
    report_ids = {}
    for kind, label, want in wanted_records(expected):
        same = [row for row in left if row["record_type"] == kind and row["label"].lower() == label.lower()]
        if not same:
            yield f"{kind} {label} is missing: {want.get('text', '')[:70]!r}"
            continue
        best = min(same, key=lambda row: len(list(differences(kind, want, row))))
        left.remove(best)
        report_ids.setdefault(want.get("report"), set()).add(best["report_id"])
        for difference in differences(kind, want, best):
            yield f"{kind} {label}: {difference}"
    for row in left:
        yield f"{row['record_type']} {row['label']} should not be there: {row['text'][:70]!r}"
    yield from check_reports(db, expected, report_ids)


def check_reports(db, expected, report_ids):
    for report in expected.get("reports", []):
        ids = report_ids.get(report.get("key"))
        if not ids:
            continue
        others = set().union(*(v for k, v in report_ids.items() if k != report["key"]))
        if len(ids) != 1 or ids & others:
            yield f"report {report['key']} has report_id {sorted(map(str, ids))}, others {sorted(map(str, others))}"
            continue
        row = rows(db, "SELECT * FROM reports WHERE id = ?", *ids)
        for field in REPORT if row else ():
            if field in report and not agrees(report[field], row[0][field]):
                yield f"report {report['key']}: {field} {row[0][field]!r} is not {report[field]!r}"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    wrong = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            expected = json.load(file)
        for difference in check_document(db, expected):
            print(f"{expected['source']}: {difference}")
            wrong += 1
    sys.exit(1 if wrong else 0)


main()
