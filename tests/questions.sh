#!/usr/bin/env bash
# questions.sh [--accept]: what the views answer for the papers of fixtures/questions. --accept takes what differs.
set -u -o pipefail
: "${WINNOW:?the program to test}"
cd "$(dirname "$0")/../fixtures" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mapfile -t inputs < <(sed 's|$|/input|' questions/cases.txt)
"$WINNOW" ingest -q -d "$work/db" "${inputs[@]}" || exit 1
sqlite3 "$work/db" <questions/questions.sql >"$work/answers" || exit 1
diff -U 1 --label expected --label now questions/expected.txt "$work/answers" && { echo 'questions: as expected'; exit 0; }
[[ ${1:-} == --accept ]] && exec cp "$work/answers" questions/expected.txt
echo 'questions: the answers differ; when they are meant: make accept'
exit 1
