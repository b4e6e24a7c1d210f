#!/usr/bin/env bash
# archives.sh: archives of every kind as sources: what comes out of them, what becomes of damaged and hostile ones.
# Wants WINNOW, the program, and DUMP, build/tests/dump. archives.py makes them.
set -u -o pipefail
: "${WINNOW:?the program to test}" "${DUMP:?build/tests/dump}"
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -W ignore tests/archives.py "$work" || exit 1
cd "$work" || exit 1
failures=0
checks=0

fail() {
	echo "FAILED: $*"
	failures=$((failures + 1))
}
run() { # STATUS COMMAND...
	local want=$1 got=0
	shift
	checks=$((checks + 1))
	timeout 60 "$@" >out 2>err || got=$?
	[[ $got == "$want" ]] && return
	fail "$* gave $got, not $want"
	head -n 5 err
}
says() {
	checks=$((checks + 1))
	grep -qF -- "$1" err && return
	fail "not said: $1"
	head -n 5 err
}
silent_on() {
	checks=$((checks + 1))
	grep -qF -- "$1" err && fail "said, and should not have been: $1"
}
gives() { # DB SQL EXPECTED
	checks=$((checks + 1))
	local got
	got=$(sqlite3 "$1" "$2" | paste -sd ' ')
	[[ $got == "$3" ]] || fail "$1: $2 gave '$got', not '$3'"
}
same() { # NAME DB DB
	checks=$((checks + 1))
	"$DUMP" --current "$2" >a.dump && "$DUMP" --current "$3" >b.dump && cmp -s a.dump b.dump && return
	fail "$1: the content differs"
	diff a.dump b.dump | head -n 6
}

# ---- web archives: the same pages from every form of the file ----

# What the pages say, wherever they came from.
texts="SELECT count(*), sum(length(p.text)) FROM passages p"
for crawl in crawl.warc crawl.warc.gz whole.warc.gz crawl.wacz; do
	run 0 "$WINNOW" ingest -v -d "$crawl.db" "$crawl"
	says '10 records are pages; left out: 3 about the crawl, 1 revisits of what had not changed, 3 answers without a page'
	says 'was cut short when it was fetched (length)'
	gives "$crawl.db" "SELECT count(*) FROM documents" 10
	gives "$crawl.db" "$texts" "$(sqlite3 crawl.warc.db "$texts")"
	run 0 "$WINNOW" verify -q -d "$crawl.db"
	run 0 "$WINNOW" ingest -d "$crawl.db" "$crawl"
	says 'nothing changed'
done
gives crawl.warc.db "SELECT url, captured, charset FROM sources WHERE url LIKE '%caf%'" 'http://example.org/caf%C3%A9|2017-03-01T10:00:00Z|iso-8859-1'
gives crawl.warc.db "SELECT count(*) FROM passages WHERE text LIKE '%runs a café in%'" 1
gives crawl.warc.db "SELECT count(*) FROM documents WHERE url = 'http://example.org/tower' AND url_from = 'WARC-Target-URI'" 1
checks=$((checks + 1))
for offset in $(sqlite3 crawl.warc.gz.db "SELECT substr(path, instr(path, '!/') + 2) FROM sources WHERE path LIKE '%!/%'"); do
	[[ $(tail -c +$((offset + 1)) crawl.warc.gz | zcat 2>/dev/null | head -c 5) == WARC/ ]] || fail "no member begins at byte $offset"
done

run 1 "$WINNOW" ingest -d damaged.db damaged.warc.gz
says "damaged.warc.gz: member $(cat damaged.at): is damaged: not read"
gives damaged.db "SELECT count(*) FROM documents" 9
gives damaged.db "SELECT count(*) FROM sources WHERE url LIKE '%canal'" 0
run 1 "$WINNOW" ingest -d cut.db cut.warc.gz
says "cut.warc.gz: member $(cat damaged.at): ends early: not read"
gives cut.db "SELECT url FROM sources WHERE url IS NOT NULL" http://example.org/bridge
run 1 "$WINNOW" ingest -d junk.db junk.warc
says 'no WARC record begins here'
gives junk.db "SELECT count(*) FROM documents" 10

# ---- zip and tar: names are names ----

mkdir folder && cp papers.zip papers.tar.gz folder
before=$(find / -xdev -newer folder/papers.zip \( -name canal.html -o -name ferry.html \) 2>/dev/null)
run 1 "$WINNOW" ingest -d papers.db folder
says 'papers.zip!/inner.tar.gz: empty file'
gives papers.db "SELECT count(*) FROM documents WHERE source_id IN (SELECT id FROM sources WHERE path LIKE '%.zip!/%')" 12
for name in ../../canal.html /etc/ferry.html café.html 'what%21/is.html' 100%2525.html a/b.html -rf.html twice.html 'twice.html!2'; do
	gives papers.db "SELECT count(*) FROM sources WHERE path = 'folder/papers.zip!/$name'" 1
done
gives papers.db "SELECT count(*) FROM sources WHERE path LIKE '%secret%'" 0
checks=$((checks + 1))
[[ $before == "$(find / -xdev -newer folder/papers.zip \( -name canal.html -o -name ferry.html \) 2>/dev/null)" ]] ||
	fail 'something was unpacked to the disk'
run 0 "$WINNOW" verify -q -d papers.db
for tar in papers.tar papers.tar.gz papers.tar.xz; do
	run 0 "$WINNOW" ingest -d "$tar.db" "$tar"
	gives "$tar.db" "SELECT count(*) FROM documents" 3
done
run 0 "$WINNOW" ingest -d page.db page.html.gz
gives page.db "SELECT path FROM sources WHERE path LIKE '%!/%'" 'page.html.gz!/page.html'
gives page.db "SELECT sha256 FROM sources WHERE path LIKE '%!/%'" "$(sha256sum page.html | cut -d' ' -f1)"

# ---- through the pipe, by many workers, again, changed, gone ----

"$WINNOW" extract -q crawl.warc.gz papers.tar | "$WINNOW" normalize | "$WINNOW" split | "$WINNOW" dedupe 2>/dev/null |
	"$WINNOW" load -q -d pipe.db
run 0 "$WINNOW" ingest -q -d whole.db crawl.warc.gz papers.tar
same 'archives through the pipe' pipe.db whole.db
for jobs in 0 4; do
	run 0 "$WINNOW" ingest -q -j $jobs -d "jobs$jobs.db" crawl.warc.gz papers.tar
	same "archives with -j $jobs" "jobs$jobs.db" whole.db
done
mkdir grow && cp crawl.warc.gz grow/
run 0 "$WINNOW" ingest -q -d grow.db grow
cat crawl.warc.gz cut.warc.gz | head -c "$(($(stat -c %s crawl.warc.gz) + $(cat damaged.at)))" >grow/crawl.warc.gz
run 0 "$WINNOW" ingest -d grow.db grow
says ' 1 new, 1 changed, 10 unchanged, 0 failed, 0 missing'
python3 - <<'END'
import zipfile
with zipfile.ZipFile("grow/two.zip", "w") as z:
    z.writestr("one.txt", "The first file of two.\n")
    z.writestr("two.txt", "The second file of two.\n")
END
run 0 "$WINNOW" ingest -q -d grow.db grow
python3 - <<'END'
import zipfile
with zipfile.ZipFile("grow/two.zip", "w") as z:
    z.writestr("two.txt", "The second file of two.\n")
END
run 0 "$WINNOW" ingest -d grow.db grow
says 'grow/two.zip!/one.txt: is no longer in its archive'
gives grow.db "SELECT state FROM sources WHERE path LIKE '%one.txt'" missing
rm grow/two.zip
run 0 "$WINNOW" ingest -d grow.db grow
gives grow.db "SELECT state FROM sources WHERE path LIKE '%two.txt' OR path LIKE '%two.zip' AND state <> 'superseded'" 'missing missing'

# ---- hostile ----

run 65 "$WINNOW" ingest -d hostile.db hostile/bomb.zip
says 'unpacks to more than an archive of its size may'
run 65 "$WINNOW" ingest -d hostile.db hostile/zeros.gz
says 'larger than 256 MiB'
run 65 "$WINNOW" ingest -d limit.db --unpack-limit 10 hostile/zeros.gz
says '--unpack-limit allow more'
run 65 "$WINNOW" ingest -d hostile.db hostile/nested.zip
says 'an archive in an archive in an archive'
run 65 "$WINNOW" ingest -d hostile.db hostile/deep.gz
run 65 "$WINNOW" ingest -d hostile.db hostile/many-heads.warc.gz
run 1 "$WINNOW" ingest -d many.db --unpack-members 100 many.zip
says 'has more members than it may'
gives many.db "SELECT count(*) FROM documents" 100
run 0 "$WINNOW" ingest -d many.db many.zip
gives many.db "SELECT count(*) FROM documents" 300
if command -v zip >/dev/null; then
	zip -q -P secret locked.zip page.html
	run 65 "$WINNOW" ingest -d locked.db locked.zip
	says 'member page.html: is encrypted: unpack it with its password first'
fi
run 65 "$WINNOW" ingest -d lie.db lie.warc

# ---- fixity ----

mkdir fixed && cp page.html crawl.warc.gz papers.tar fixed/
run 0 "$WINNOW" ingest -q -d fixed.db fixed
run 0 "$WINNOW" verify -d fixed.db --fixity
checks=$((checks + 1))
grep -q '3 of 3 files have the SHA-256' out || fail 'verify --fixity does not count the files'
printf 'x' | dd of=fixed/papers.tar bs=1 seek=2000 conv=notrunc 2>/dev/null
rm fixed/page.html
run 1 "$WINNOW" verify -d fixed.db --fixity
checks=$((checks + 2))
tr -s ' \n' ' ' <out | grep -q 'fixed/papers.tar: has changed: its SHA-256 was' || fail 'a changed file is not named'
tr -s ' \n' ' ' <out | grep -q 'fixed/page.html: is no longer there' || fail 'a file that is gone is not named'

# ---- PDF ----

if command -v pdftotext >/dev/null; then
	run 0 "$WINNOW" ingest -d pdf.db report.pdf pdfs.zip
	says 'report.pdf, line 7: page 2 has no text: it may be a scan'
	for source in report.pdf 'pdfs.zip!/a/report.pdf'; do
		gives pdf.db "SELECT media_type, sha256, json_array_length(pages) FROM sources WHERE path = '$source'" \
			"application/pdf|$(sha256sum report.pdf | cut -d' ' -f1)|3"
		gives pdf.db "SELECT page FROM passage_pages JOIN passages p ON p.id = passage_id JOIN documents d ON d.id = p.document_id
			JOIN sources s ON s.id = d.source_id WHERE s.path = '$source' ORDER BY p.seq" '1 1 1 3'
	done
	gives pdf.db "SELECT label FROM records WHERE source = 'report.pdf' AND record_type = 'recommendation' ORDER BY label" '1 2'
	run 0 "$WINNOW" verify -q -d pdf.db
	run 65 "$WINNOW" ingest -d pdf2.db scan.pdf
	says 'no page has text: it is a scan'
	run 65 "$WINNOW" ingest -d pdf2.db broken.pdf
	says 'a damaged PDF, or none'
	"$WINNOW" extract -q report.pdf | "$WINNOW" normalize | "$WINNOW" split | "$WINNOW" load -q -d pipe-pdf.db
	run 0 "$WINNOW" ingest -q -d one-pdf.db report.pdf
	same 'a PDF through the pipe' pipe-pdf.db one-pdf.db
fi
run 65 env PATH=/nowhere "$WINNOW" ingest -d none.db report.pdf
says 'PDF, not text: install pdftotext'

# Ended early, at every KiB; and with a byte that is wrong: what is lost is said, and nothing breaks.
for archive in crawl.warc crawl.warc.gz whole.warc.gz crawl.wacz papers.zip papers.tar papers.tar.gz papers.tar.xz page.html.gz; do
	size=$(stat -c %s $archive)
	for ((at = 0; at < size; at += 1024)); do
		checks=$((checks + 1))
		head -c $at $archive >piece
		timeout 20 "$WINNOW" extract -q piece >out 2>err
		got=$?
		[[ $got == 0 || $got == 1 || $got == 65 ]] || fail "$archive cut at $at gave $got"
		silent_on 'please report it'
		head -c $at $archive >piece
		printf '\xA5\x5A' >>piece
		tail -c +$((at + 3)) $archive >>piece
		timeout 20 "$WINNOW" extract -q piece >out 2>err
		got=$?
		[[ $got == 0 || $got == 1 || $got == 65 ]] || fail "$archive with a wrong byte at $at gave $got"
		silent_on 'please report it'
	done
done

if [[ $failures != 0 ]]; then
	echo "archives: $failures of $checks checks failed"
	exit 1
fi
echo "archives: $checks checks"
