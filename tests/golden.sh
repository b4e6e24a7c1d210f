#!/usr/bin/env bash
# golden.sh [--accept] CASE...: what the stages make of the documents of each case, byte for byte.
#
# A case is a folder with documents in input/ and in expected/: DOCUMENT.ndjson, what extract, normalize and split
# give for it, and records.tsv, the records of a database that holds them all. DOCUMENT.json, written by a person,
# says what the records must be: what is known to be still wrong stands in open.txt. --accept shows what differs from
# DOCUMENT.ndjson, records.tsv and open.txt, and takes it as what is expected from now on.
set -u -o pipefail
: "${WINNOW:?the program to test}"
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

accept=
if [[ ${1:-} == --accept ]]; then
	accept=yes
	shift
fi

# The time of a file depends on when git wrote it.
stages() { "$WINNOW" extract "$1" | "$WINNOW" normalize | "$WINNOW" split | sed 's/"mtime":[0-9]*,//'; }

records() {
	sqlite3 -tabs -header "$1" "SELECT source, document_kind, document_date, body, session, report_number, report_title,
		record_type, label, text, position, status, target_text, target_date, paragraphs, line_start, line_end
		FROM records ORDER BY source, line_start, record_type, label, text"
}

wrong=0
cases=0
compare() { # EXPECTED GOT: a file that is not there is expected to be empty
	local expected=$1
	[[ -f $expected ]] || expected=/dev/null
	cmp -s "$expected" "$2" && return
	diff -U 0 --label "$case/$1" --label now "$expected" "$2" | cut -c1-240 | { [[ $accept ]] && cat || head -n 12; }
	if [[ $accept ]]; then
		cp "$2" "$1"
		[[ -s $1 ]] || rm "$1"
	else
		wrong=$((wrong + 1))
	fi
}

for case in "$@"; do
	cases=$((cases + 1))
	cd "$root/$case" || exit 1
	for document in input/*; do
		stem=$(basename "${document%.*}")
		stages "$document" >"$work/ndjson" || { echo "$case/$document: a stage failed"; wrong=$((wrong + 1)); }
		compare "expected/$stem.ndjson" "$work/ndjson"
	done
	rm -f "$work/db"
	"$WINNOW" ingest -q -d "$work/db" input || { echo "$case: ingest failed"; wrong=$((wrong + 1)); }
	records "$work/db" >"$work/tsv"
	compare expected/records.tsv "$work/tsv"
	: >"$work/open" # some cases are about text alone
	compgen -G 'expected/*.json' >/dev/null && "$root/tests/expected.py" "$work/db" expected/*.json >"$work/open"
	compare expected/open.txt "$work/open"
done
if [[ $wrong != 0 ]]; then
	echo "golden: $wrong differences in $cases cases; when they are meant: make accept"
	exit 1
fi
echo "golden: $cases cases${accept:+ accepted}"
