#!/usr/bin/env bash
# run.sh FOLDER INPUT...: makes the page of the golden cases (INPUT) and that of 10,000 recommendations, and tries both
# in Chromium. FOLDER has the modules of package.json; the pages and pictures are left there, to be looked at.
set -euo pipefail
winnow=${WINNOW:-./winnow}
here=$(dirname "$0")
folder=$(realpath "$1")
shift

rm -f "$folder"/*.db
"$winnow" ingest -q -d "$folder/fixtures.db" "$@"
"$winnow" report -q -d "$folder/fixtures.db" --html "$folder/fixtures.html"
# A database that has the tables: of one empty file, which is all that is wrong with it.
: >"$folder/empty.txt"
"$winnow" ingest -q -d "$folder/heap.db" "$folder/empty.txt" 2>/dev/null || [[ $? == 1 || $? == 65 ]]
sqlite3 "$folder/heap.db" <"$here/heap.sql"
"$winnow" report -q -d "$folder/heap.db" --html "$folder/heap.html"
mkdir -p "$folder/pictures"
cp "$here/page.mjs" "$folder/page.mjs"
node "$folder/page.mjs" "$folder/fixtures.html" "$folder/heap.html" "$folder/pictures"
