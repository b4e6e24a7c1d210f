#!/usr/bin/env bash
# program.sh CASE...: the program as people use it, end to end, over the documents in CASE/input.
# Wants WINNOW, the program, and DUMP, build/tests/dump.
set -u -o pipefail
: "${WINNOW:?the program to test}" "${DUMP:?build/tests/dump}"
cd "$(dirname "$0")/.." || exit 1
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
checks=0

fail() {
	echo "FAILED: $*"
	failures=$((failures + 1))
}
same_content() { # NAME DB DB [--current]: do two databases hold the same?
	checks=$((checks + 1))
	"$DUMP" ${4:-} "$2" >"$work/a.dump" && "$DUMP" ${4:-} "$3" >"$work/b.dump" || { fail "$1: no dump"; return; }
	cmp -s "$work/a.dump" "$work/b.dump" && return
	fail "$1: the content differs"
	diff "$work/a.dump" "$work/b.dump" | head -n 8
}
run() { # STATUS COMMAND...: runs it, with its output in $work/out and $work/err
	local want=$1 got=0
	shift
	checks=$((checks + 1))
	"$@" >"$work/out" 2>"$work/err" || got=$?
	[[ $got == "$want" ]] && return
	fail "$* gave $got, not $want"
	head -n 5 "$work/err"
}
says() { # TEXT: does stderr hold it?
	checks=$((checks + 1))
	grep -qF -- "$1" "$work/err" && return
	fail "not said: $1"
	head -n 5 "$work/err"
}
prints() { # TEXT: does stdout hold it?
	checks=$((checks + 1))
	grep -qF -- "$1" "$work/out" || fail "not printed: $1"
}
quiet() { # nothing on stderr?
	checks=$((checks + 1))
	[[ -s $work/err ]] || return
	fail "said, and should not have been:"
	head -n 5 "$work/err"
}

# ---- the same content, whichever way it goes in ----

pipe() { "$WINNOW" extract "$@" | "$WINNOW" normalize | "$WINNOW" split | "$WINNOW" dedupe; }

inputs=()
for case in "$@"; do
	inputs+=("$case/input")
	db=$work/${case//\//-}
	pipe "$case/input" 2>/dev/null | "$WINNOW" load -q -d "$db.pipe" || fail "$case: the pipe gave $?"
	"$WINNOW" ingest -q -d "$db.ingest" "$case/input" || fail "$case: ingest gave $?"
	same_content "$case: pipe and ingest" "$db.pipe" "$db.ingest"
done

heap=$work/heap.db
run 0 "$WINNOW" ingest -d "$heap" "${inputs[@]}"
says ' new, 0 changed, 0 unchanged, 0 failed, 0 missing'

find "${inputs[@]}" -type f | sort -R --random-source=<(yes) | while IFS= read -r file; do
	"$WINNOW" ingest -q -d "$work/single.db" "$file" || echo "$file: $?"
done
same_content 'one by one, in any order' "$heap" "$work/single.db"
pipe "${inputs[@]}" 2>/dev/null | "$WINNOW" load -q -d "$work/pipe.db"
same_content 'the whole heap through the pipe' "$heap" "$work/pipe.db"

# ---- workers ----

for jobs in 0 1 8; do
	"$WINNOW" ingest -q -j $jobs -d "$work/jobs-$jobs.db" "${inputs[@]}" || fail "-j $jobs gave $?"
	same_content "-j $jobs" "$heap" "$work/jobs-$jobs.db"
done
"$WINNOW" ingest -q --sandbox=off -d "$work/unconfined.db" "${inputs[@]}" || fail "--sandbox=off gave $?"
same_content 'not confined' "$heap" "$work/unconfined.db"
run 64 "$WINNOW" ingest -j 0 --sandbox=require -d "$work/none.db" "${inputs[@]}"
run 64 "$WINNOW" ingest -j many -d "$work/none.db" "${inputs[@]}"
says "'many' is no number"

# One file that takes more memory than it may costs itself; under AddressSanitizer there is no such limit.
if ! grep -q __asan_init "$WINNOW"; then
	mkdir "$work/heavy"
	cp "${inputs[0]}"/* "$work/heavy"
	yes 'a line of a file that is too large' | head -n 1500000 >"$work/heavy/a.txt"
	run 1 "$WINNOW" ingest --memory-limit 100 -d "$work/heavy.db" "$work/heavy"
	says 'a.txt: takes more than 100 MiB of memory to read: --memory-limit allows more'
	says ' 1 failed, 0 missing'
fi

# ---- shares, and one database of them ----

for i in 1 2 3; do
	run 0 "$WINNOW" ingest -q -d "$work/share-$i.db" --shard $i/3 "${inputs[@]}"
done
run 64 "$WINNOW" ingest -d "$work/share-4.db" --shard 4/3 "${inputs[@]}"
run 0 "$WINNOW" merge -d "$work/merged.db" "$work"/share-[123].db
same_content 'merged shares' "$heap" "$work/merged.db"
run 0 "$WINNOW" merge -q -d "$work/merged.db" "$work/share-2.db"
same_content 'merged once more' "$heap" "$work/merged.db"
run 0 "$WINNOW" merge -q -d "$work/other-way.db" "$work"/share-{3,1,2}.db
same_content 'merged in another order' "$heap" "$work/other-way.db"
run 0 "$WINNOW" verify -q -d "$work/merged.db"
run 64 "$WINNOW" merge -d "$work/merged.db" "$work/../$(basename "$work")/merged.db"
says 'is the database to merge into'
run 66 "$WINNOW" merge -d "$work/merged.db" "$work/none.db"

# Versions of one file: what was seen last counts, whichever is merged first.
mkdir "$work/versions"
printf 'Conclusions and recommendations\n\n1. The Office should publish the old plan.\n' >"$work/versions/a.txt"
run 0 "$WINNOW" ingest -q -d "$work/old.db" "$work/versions"
sleep 1.1 # runs are told apart by the second
printf 'Conclusions and recommendations\n\n1. The Office should publish the new plan.\n' >"$work/versions/a.txt"
run 0 "$WINNOW" ingest -q -d "$work/new.db" "$work/versions"
run 0 "$WINNOW" merge -q -d "$work/old-new.db" "$work/old.db" "$work/new.db"
run 0 "$WINNOW" merge -q -d "$work/new-old.db" "$work/new.db" "$work/old.db"
same_content 'versions merged in either order' "$work/old-new.db" "$work/new-old.db"
same_content 'the newer version counts' "$work/new.db" "$work/new-old.db" --current

# ---- the night job ----

mkdir "$work/night"
cp "${inputs[0]}"/* "$work/night"
printf '\x89PNG\r\n\x1a\n' >"$work/night/scan.html"
run 0 "$WINNOW" ingest --dry-run -d "$work/night.db" "$work/night"
prints "new	$work/night/scan.html"
[[ ! -e $work/night.db ]] || fail '--dry-run made a database'
run 1 "$WINNOW" ingest -d "$work/night.db" --rejects "$work/rejects" --summary-json "$work/summary" \
	--metrics "$work/metrics" "$work/night"
checks=$((checks + 1))
python3 - "$work" <<'END' || fail 'what is written beside the database is not as it should be'
import json, re, sys
work = sys.argv[1]
rejects = [json.loads(line) for line in open(work + "/rejects")]
assert [r["source"] for r in rejects] == [work + "/night/scan.html"] and rejects[0]["code"] == "format-unreadable", rejects
summary = json.load(open(work + "/summary"))
assert summary["files"]["failed"] == 1 and summary["exit_status"] == 1 and summary["holds"]["documents"] > 0, summary
metrics = dict(re.findall(r"^(winnow_\S+) (\S+)$", open(work + "/metrics").read(), re.M))
assert metrics['winnow_last_run_files{state="failed"}'] == "1", metrics
assert metrics["winnow_last_run_exit_status"] == "1" and float(metrics["winnow_last_success_timestamp_seconds"]) > 1e9, metrics
END
run 65 "$WINNOW" ingest -d "$work/night.db" --error-limit 0 "$work/night"
says 'more than --error-limit 0'
run 1 "$WINNOW" ingest -d "$work/night.db" --log-format logfmt "$work/night"
grep -vqE '^time=[-0-9T:Z]+ level=(error|info|debug) msg=".*"$' "$work/err" && fail 'not logfmt'
rm "$work/night/scan.html"
run 0 "$WINNOW" ingest --dry-run -d "$work/night.db" "$work/night"
prints "gone	$work/night/scan.html"
run 73 "$WINNOW" ingest -d "$work/night.db" --metrics "$work/no/such/folder" "$work/night"
flock "$work/night.db.lock" sleep 0.5 &
sleep 0.1
run 75 "$WINNOW" ingest -d "$work/night.db" "$work/night"
run 0 "$WINNOW" ingest -d "$work/night.db" --wait 20 "$work/night"
wait

# ---- which files ----

mkdir -p "$work/pick/drafts"
for name in a.txt b.html drafts/c.txt $'new\nline.txt'; do echo "The text of this file, and no more." >"$work/pick/$name"; done
touch -d '2016-02-03' "$work/pick/a.txt"
picked() { # EXPECTED OPTION...: which files does ingest read?
	local expected=$1
	shift
	checks=$((checks + 1))
	got=$("$WINNOW" ingest --dry-run -d "$work/none.db" "$@" 2>"$work/err" | sed "s#^new\t$work/pick/##" | paste -sd ' ')
	[[ $got == "$expected" ]] || fail "$*: reads '$got', not '$expected'"
}
picked 'a.txt drafts/c.txt new\nline.txt' --include '*.txt' "$work/pick"
picked 'a.txt b.html' --exclude 'drafts/*' --exclude $'new\n*' "$work/pick"
picked 'b.html' --include '*.html' --include '*.txt' --exclude '*.txt' "$work/pick"
picked 'a.txt new\nline.txt' -0 --files-from <(find "$work/pick" -maxdepth 1 -name '*.txt' -print0)
printf '%s\r\n\n%s' "$work/pick/a.txt" "$work/pick/drafts" >"$work/list"
picked 'a.txt b.html drafts/c.txt' --files-from "$work/list" "$work/pick/b.html"
picked 'b.html drafts/c.txt new\nline.txt' --since 2016-02-04 "$work/pick"
run 0 "$WINNOW" ingest -q -d "$work/pick.db" "$work/pick"
run 0 "$WINNOW" ingest -d "$work/pick.db" --since 2999-01-01 "$work/pick"
says ' 0 missing'
says 'all 4 files that are there are left out'
run 64 "$WINNOW" ingest -d "$work/pick.db" --since yesterday "$work/pick"
says "'yesterday' is no date"
run 66 "$WINNOW" ingest -d "$work/pick.db" --files-from "$work/no-such-list"
run 0 bash -c 'find "$2" -name "*.txt" -print0 | "$1" extract -0 --files-from -' - "$WINNOW" "$work/pick"
prints '"winnow":"document"'

# ---- what reads the result ----

run 0 "$WINNOW" verify -d "$heap"
run 0 "$WINNOW" report -d "$heap"
prints 'What to type next'
for format in csv ndjson json; do
	run 0 "$WINNOW" export -q -d "$heap" --format $format "$work/tables-$format"
done
checks=$((checks + 1))
rows=$(sqlite3 "$heap" 'SELECT count(*) FROM records')
[[ $rows -gt 0 && $(wc -l <"$work/tables-ndjson/records.ndjson") == "$rows" ]] || fail "the export holds not $rows records"
run 0 "$WINNOW" explain -d "$heap" "$(sqlite3 "$heap" "SELECT record_id FROM records WHERE record_type = 'response' LIMIT 1")"
run 0 "$WINNOW" families
while IFS= read -r file; do
	run 0 "$WINNOW" text --markdown "$file"
	[[ -s $work/out ]] || fail "$file: no text"
	"$WINNOW" text --markdown <"$file" 2>/dev/null | cmp -s - "$work/out" || fail "$file: text from standard input differs"
done < <(find "${inputs[@]}" -type f)

# ---- again, changed, gone, back ----

cp -r "${inputs[0]}" "$work/docs"
cd "$work" || exit 1
file=$(find docs -type f | sort | head -n 1)
run 0 "$WINNOW" ingest -d again.db docs
cp again.db first.db
run 0 "$WINNOW" ingest -d again.db docs
says 'nothing changed'
same_content 'a second run' first.db again.db
run 0 "$WINNOW" ingest --checksum -d again.db docs
says 'nothing changed'
find docs -type f -exec touch -d '2001-02-03' {} +
run 0 "$WINNOW" ingest -d again.db docs
says 'nothing changed'
same_content 'files that were only touched' first.db again.db

cp "$file" kept
printf '\nOne more sentence stands at the end of this version of the file.\n' >>"$file"
run 0 "$WINNOW" ingest -d again.db docs
says ' 0 new, 1 changed,'
run 0 "$WINNOW" ingest -d changed.db docs
same_content 'a changed file' changed.db again.db --current
run 0 "$WINNOW" changes -d again.db
prints "changed  $file"
run 0 "$WINNOW" changes -d again.db --since 1 --format ndjson
prints '"change":"changed"'
run 0 "$WINNOW" ingest -q -d again.db docs
run 0 "$WINNOW" changes -d again.db
prints 'nothing changed'
run 64 "$WINNOW" changes -d again.db --since 99
says 'is no run of again.db'
mv "$file" aside
run 0 "$WINNOW" ingest -d again.db docs
says "$file: is gone"
says ' 1 missing'
cp kept "$file"
run 0 "$WINNOW" ingest -d again.db docs
same_content 'a file that came back as it was' first.db again.db --current
rm "$file"
run 0 "$WINNOW" ingest -d again.db "$file"
says "$file: is gone"
run 66 "$WINNOW" ingest -d again.db "$file"
says "$file: cannot open: No such file or directory"
cp kept "$file"
run 0 "$WINNOW" ingest -d again.db "./docs//" "$file" docs/.
same_content 'one file by many names' first.db again.db --current

# ---- unchanged, and read by other families ----

sample=$(find "${inputs[@]/#/$root/}" -type f | sort)
mapfile -t sample <<<"$sample"
run 0 "$WINNOW" ingest -q -d read.db "${sample[@]}"
mkdir others
"$WINNOW" families generic | sed 's/^recognise 21 /recognise 60 /' >others/generic.family
WINNOW_FAMILIES=others run 0 "$WINNOW" ingest -d read.db "${sample[@]}"
says "again:   ${#sample[@]} of the changed are as they were"
WINNOW_FAMILIES=others run 0 "$WINNOW" ingest -q -d fresh.db "${sample[@]}"
same_content 'read again by other families' fresh.db read.db
WINNOW_FAMILIES=others run 0 "$WINNOW" ingest -d read.db "${sample[@]}"
says 'nothing changed'
WINNOW_FAMILIES=others run 0 "$WINNOW" ingest --reread -d read.db "${sample[@]}"
says "again:   ${#sample[@]} of the changed are as they were"
same_content 'read again because asked to' fresh.db read.db
checks=$((checks + 1))
[[ -z $(sqlite3 read.db 'PRAGMA foreign_key_check; INSERT INTO passages_fts(passages_fts) VALUES ("integrity-check")' 2>&1) ]] ||
	fail 'the database that was read again is damaged'
run 0 "$WINNOW" ingest -f letter -d read.db "${sample[0]}"
says "again:   1 of the changed"
run 0 "$WINNOW" ingest -d read.db "${sample[0]}"
says 'nothing changed'

# ---- stopped half-way ----

mkdir many
for i in $(seq 400); do sed "s/^/$i /" kept >"many/$i.txt"; done
run 0 "$WINNOW" ingest -q -d whole.db many
for delay in 0.03 0.08 0.2; do
	checks=$((checks + 1))
	"$WINNOW" ingest -q -d stopped.db many &
	sleep "$delay"
	kill -INT $! 2>/dev/null
	wait $!
	got=$?
	[[ $got == 130 || $got == 0 ]] || fail "SIGINT gave $got, not 130"
	"$DUMP" stopped.db >/dev/null || fail 'the database cannot be read after SIGINT'
done
run 0 "$WINNOW" ingest -q -d stopped.db many
same_content 'stopped and completed' whole.db stopped.db

# ---- the command line ----

run 0 "$WINNOW"
prints 'usage: winnow'
run 0 "$WINNOW" --version
checks=$((checks + 1))
grep -qE '^winnow [0-9]+\.[0-9]+\.[0-9]+$' "$work/out" || fail "--version: $(cat "$work/out")"
run 64 "$WINNOW" sonnet
says "winnow: sonnet: no such command"
run 64 "$WINNOW" --sonnet
"$WINNOW" --help | sed -nE 's/^  ([a-z]+) .*/\1/p' >commands
for command in ingest extract normalize split dedupe load text explain verify report export families; do
	grep -qx "$command" commands || fail "--help does not name $command"
	run 0 "$WINNOW" "$command" --help
	quiet
	prints "usage: winnow $command"
	run 0 "$WINNOW" "$command" --version
	run 64 "$WINNOW" "$command" --no-such-option
	says "winnow $command --help"
done
run 64 "$WINNOW" ingest -d x.db
run 64 "$WINNOW" export -d x.db --format sonnet out
for command in normalize split load; do
	run 65 "$WINNOW" "$command" </dev/null
	says 'standard input: no documents'
done
"$WINNOW" extract kept >blocks
for command in split 'load -d blocks.db'; do
	run 65 "$WINNOW" $command <blocks
	says "kept: comes as blocks, not as passages: put 'winnow normalize' before this"
done
checks=$((checks + 2))
pipe kept >once 2>"$work/err"
"$WINNOW" normalize <once | "$WINNOW" split | "$WINNOW" dedupe 2>"$work/err" | cmp -s once - || fail 'what went through the stages twice differs'
"$WINNOW" normalize <blocks | "$WINNOW" normalize | cmp -s - <("$WINNOW" normalize <blocks) ||
	fail 'what was normalized twice differs'
run 1 "$WINNOW" normalize <<<$'{"winnow":"document","source":"s","document":1}\nno json\n{"winnow":"end","source":"s","document":1}'
says 'standard input, line 2: not JSON'

# ---- where the output goes ----

run 74 bash -c '"$1" extract "$2" >/dev/full' - "$WINNOW" kept
says 'standard output: cannot be written: No space left on device'
run 0 bash -c '"$1" extract many | head -n 1' - "$WINNOW"
quiet
prints '"winnow":"document"'
run 0 bash -c '"$1" extract - <"$2"' - "$WINNOW" kept
prints '"source":"-"'
run 0 "$WINNOW" ingest -d terminal.db many
checks=$((checks + 1))
grep -q $'\r' "$work/err" && fail 'progress where stderr is no terminal'
if script -qc true typed </dev/null >/dev/null 2>&1; then # there is a terminal to look at
	checks=$((checks + 2))
	script -qc "'$WINNOW' ingest -d terminal2.db many" typed </dev/null >/dev/null
	grep -q $'\r.*of 400 files' typed || fail 'no progress on a terminal'
	script -qc "'$WINNOW' normalize" typed </dev/null >/dev/null
	grep -q 'standard input is a terminal' typed || fail 'a filter without input does not say so on a terminal'
fi

if [[ $failures != 0 ]]; then
	echo "program: $failures of $checks checks failed"
	exit 1
fi
echo "program: $checks checks"
