#!/usr/bin/env bash
# tools.sh NPM: opens a database and its exports with the tools that people have, and compares what they find with what is
# there: sqlite-utils, csvkit, jq, pandas, R (Debian's), a validator of data packages and DuckDB (npm's, in the folder NPM).
# A tool that is not here is named and left out; make tools-test installs those that Debian and npm have.
set -u -o pipefail
: "${WINNOW:?the program to test}"
npm=$(realpath "${1:?the folder with node_modules}")
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
used=

same() { # WHAT EXPECTED GOT
	[[ $2 == "$3" ]] && return
	echo "tools: $1: expected '$2', and it is '$3'"
	wrong=1
}

have() {
	if command -v "$1" >/dev/null; then
		used="$used $1"
	else
		echo "tools: no $1 here: left out"
		return 1
	fi
}

"$WINNOW" ingest -q -d "$work/heap.db" fixtures/{pac-report-html,treasury-minutes,progress-report-scraped,letter,pac-report-wrapped}/input 2>/dev/null
"$WINNOW" export -q -d "$work/heap.db" --format datapackage --raw "$work/package"
"$WINNOW" export -q -d "$work/heap.db" --format datasette "$work/heap.json"
"$WINNOW" export -q -d "$work/heap.db" --format ndjson "$work/records.ndjson"
ask() { sqlite3 "$work/heap.db" "$1"; }
recommendations=$(ask 'SELECT count(*) FROM recommendations')
[[ $recommendations -gt 10 ]] || { echo 'tools: there is nothing to look at'; exit 1; }

if have sqlite-utils; then
	same 'sqlite-utils: full text of passages' "$(ask "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH 'register'")" \
		"$(sqlite-utils search "$work/heap.db" passages register -c id --csv --no-headers | wc -l)"
	same 'sqlite-utils: full text of records' "$(ask "SELECT count(*) FROM records_fts WHERE records_fts MATCH 'register'")" \
		"$(sqlite-utils search "$work/heap.db" record_texts register -c id --csv --no-headers | wc -l)"
	same 'sqlite-utils: foreign keys' "$(ask "SELECT count(*) FROM pragma_table_list t, pragma_foreign_key_list(t.name) WHERE t.schema = 'main'")" \
		"$(sqlite-utils tables "$work/heap.db" --schema --json-cols | jq -r '.[].schema' | grep -o 'REFERENCES' | wc -l)"
fi
if have jq; then
	same 'jq: ndjson' "$(ask 'SELECT count(*) FROM records')" "$(jq -c .record_id "$work/records.ndjson" | wc -l)"
	same 'jq: paragraphs are nested' array "$(jq -r 'select(.paragraphs) | .paragraphs | type' "$work/records.ndjson" | sort -u)"
	same 'jq: tables in the metadata' "$(ask "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type IN ('table','view') AND name NOT LIKE 'sqlite_%'")" \
		"$(jq '.databases.heap.tables | length' "$work/heap.json")"
fi
if have csvstat; then
	same 'csvkit: rows' "$recommendations" "$(csvstat --count "$work/package/recommendations.csv" 2>/dev/null | grep -oE '[0-9]+$')"
	same 'csvkit: a join' "$(ask 'SELECT count(*) FROM response_recommendations')" \
		"$(csvjoin -I -c recommendation_id,id "$work/package/response_recommendations.csv" "$work/package/recommendations.csv" 2>/dev/null | csvcut -c response_id | tail -n +2 | wc -l)"
fi
if /usr/bin/python3 -c 'import pandas' 2>/dev/null; then
	used="$used pandas"
	same 'pandas: ids and groups' "$(ask 'SELECT sum(recommendation_id % 1000003) FROM outcomes')" "$(/usr/bin/python3 -c '
import sqlite3, sys, pandas as pd
d = pd.read_sql("SELECT * FROM outcomes", sqlite3.connect(sys.argv[1]))
d.groupby("department").agg(n=("label", "size"), accepted=("position", lambda p: p.isin(["agreed", "partially_agreed"]).sum()))
print(int((d.recommendation_id % 1000003).sum()))' "$work/heap.db")"
fi
if have Rscript; then
	same 'R: ids' "$(ask 'SELECT sum(recommendation_id % 1000003) FROM outcomes')" "$(Rscript -e '
library(DBI); d <- dbGetQuery(dbConnect(RSQLite::SQLite(), commandArgs(TRUE)[1], bigint = "numeric"), "SELECT * FROM outcomes")
invisible(aggregate(cbind(late = status != "implemented") ~ department, d, mean))
cat(sum(d$recommendation_id %% 1000003))' "$work/heap.db" 2>/dev/null)"
fi
if [[ -e $npm/node_modules/datapackage ]]; then
	used="$used datapackage"
	same 'datapackage: the description and every cell' valid "$(cd "$npm" && node package.cjs "$work/package/datapackage.json")"
fi
if [[ -e $npm/node_modules/@duckdb/node-api ]]; then
	used="$used duckdb"
	same 'DuckDB: the types it reads from CSV' "$recommendations" "$(cd "$npm" && node duck.cjs "$work/package/outcomes.csv")"
fi
[[ $wrong == 0 ]] && echo "tools: they find what is there:$used"
exit $wrong
