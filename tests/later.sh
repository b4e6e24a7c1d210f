#!/usr/bin/env bash
# later.sh [--accept]: do the records of fixtures/later say what the people who wrote them meant? What does not, and is
# known, stands in fixtures/later/open.txt; anything else is a failure. --accept writes that file anew.
# Wants WINNOW, the program.
set -u -o pipefail
: "${WINNOW:?the program to test}"
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find fixtures/later -path '*/input/*' -type f | LC_ALL=C sort >"$work/inputs"
mapfile -t expected < <(find fixtures/later -path '*/expected/*.json' | LC_ALL=C sort)
xargs -d '\n' "$WINNOW" ingest -q -d "$work/later.db" <"$work/inputs" 2>/dev/null
tests/expected.py "$work/later.db" "${expected[@]}" >"$work/open.txt"
[[ ${1:-} == --accept ]] && { cp "$work/open.txt" fixtures/later/open.txt; exit 0; }
diff -u fixtures/later/open.txt "$work/open.txt" || { echo "later: not as it was; when it is meant: tests/later.sh --accept"; exit 1; }
echo "later: ${#expected[@]} documents, $(grep -c '^[^ ]' fixtures/later/open.txt) differences, all known"
