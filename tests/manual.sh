#!/usr/bin/env bash
# manual.sh PAGES: the manual pages in the folder PAGES are well-formed, and they, the completions and the program name the
# same options, keys, tables and columns.
set -u -o pipefail
: "${WINNOW:?the program to test}"
pages=$(realpath "${1:?the folder of the pages}")
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0

fail() {
	echo "manual: $*"
	wrong=1
}

# same WHAT: the lists $work/program and $work/page hold the same words.
same() {
	sort -u -o "$work/program" "$work/program"
	sort -u -o "$work/page" "$work/page"
	[[ -s $work/program ]] || fail "$1: nothing to compare"
	diff -u --label 'in the program' --label "$1" "$work/program" "$work/page" || wrong=1
}

commands=$("$WINNOW" --help | awk '/^  [a-z]/ { print $1 }')

# ---- form; pages of ours are not installed while this runs, so what they refer to is looked up here ----

for page in "$pages"/*.[15]; do
	mandoc -Tlint -W style "$page" 2>&1 | grep -Ev 'referenced manual not found|possible typo in section name|outdated mandoc.db' && wrong=1
	while read -r name section; do
		[[ -e $pages/$name.$section || $name != winnow* ]] || fail "${page##*/}: there is no page $name($section)"
	done < <(awk '$1 == ".Xr" { print $2, $3 }' "$page")
	[[ $(mandoc -Tutf8 "$page" | wc -l) -gt 20 ]] || fail "${page##*/}: is all but empty"
done

# ---- options ----

mandoc -Tutf8 "$pages/winnow.1" | col -b >"$work/winnow.1"
for command in $commands; do
	page=$pages/winnow-$command.1
	[[ -e $page ]] || { fail "winnow $command has no page: write man/winnow-$command.1.in"; continue; }
	"$WINNOW" "$command" --help | awk '/^options:/ { inside = 1; next } inside' |
		sed -E 's/^  ..,? *//' | awk '/^--/ { print $1 }' >"$work/program"
	mandoc -Tutf8 "$page" | col -b | awk '/^[A-Z]/ { inside = $0 == "OPTIONS" } inside && /^     -/' |
		grep -oE -- '--[a-z][a-z-]*' >"$work/page"
	same "winnow-$command.1"
	grep -q "winnow-$command(1)" "$work/winnow.1" || fail "winnow.1: does not list $command"
done

# ---- keys of NDJSON: LINE KEY, as pipeline/ndjson_fields.c and docs/ndjson.md have them ----

awk '/^(static )?const struct field [a-z_]+_fields\[\]/ { sub(/.*field (ndjson_)?/, ""); sub(/_fields.*/, ""); kind = $0 }
     /^\};/ { kind = "" }
     kind != "" && match($0, /\(struct [a-z_]+, "[a-z_0-9]+"/) { key = $0; sub(/^[^"]*"/, "", key); sub(/".*/, "", key); print kind, key }
     kind != "" && /TEXT(_NEEDED)?\(struct/ { key = $0; sub(/.*, /, "", key); sub(/\).*/, "", key); print kind, key }' \
	pipeline/ndjson_fields.c | sed -n -E 's/^paragraph /item paragraphs./; /^place /d; / place$/d; p' |
	sed 's/^item paragraphs\. */item paragraphs./' >"$work/program"
awk '/^## / { kind = $2 } /^\| `/ && kind ~ /^(document|passage|reference|item|count|diagnostic)$/ {
	key = $2; gsub(/`/, "", key); print kind, key }' docs/ndjson.md | grep -Ev ' (id|seq)$' >"$work/page"
same docs/ndjson.md

# ---- keywords of families ----

sed -n -E 's/^\t\[RULE_[A-Z]+\] = \{ "([a-z]+)".*/\1/p; s/^\t\{ "([a-z ]+)", offsetof\(struct rule.*/\1/p' \
	pipeline/split/family_parse.c >"$work/words"
while read -r word; do
	grep -qE "\`([^\`]*[ ,|])?$word( |\`)" docs/families.md || fail "docs/families.md: does not tell what '$word' means"
done <"$work/words"
[[ $(wc -l <"$work/words") -gt 30 ]] || fail 'the keywords of family_parse.c were not found'

# ---- tables and columns ----

"$WINNOW" load -q -d "$work/db" </dev/null 2>/dev/null # says that nothing came
sqlite3 "$work/db" "SELECT name FROM pragma_table_list WHERE type IN ('table','view') AND name NOT LIKE 'sqlite%'" >"$work/program"
awk '$1 == ".Ss" { print $2 }' "$pages/winnow-schema.5" | grep -v _fts >"$work/page"
same winnow-schema.5
sqlite3 -separator . "$work/db" "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c
	WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'" >"$work/program"
awk '$1 == ".Sh" { inside = $2 == "TABLES" } inside && $1 == ".Ss" { table = $2 }
     inside && $1 == ".It" && $2 == "Va" { name = $3; getline words; if (words !~ /^\./) print table "." name }' "$pages/winnow-schema.5" >"$work/page"
same 'winnow-schema.5, with words on each column'

awk '$1 == ".Ss" { name = $2; getline words; if (words ~ /^\./) print name }' "$pages/winnow-schema.5" | grep . &&
	fail 'winnow-schema.5: says nothing about these: a comment right before CREATE is missing'

# ---- completion, as bash does it ----

complete_words() { # WORD...: what bash offers for the last of them
	bash -c 'source "$1"; shift; COMP_WORDS=(winnow "$@"); COMP_CWORD=$#; _winnow; printf "%s\n" "${COMPREPLY[@]}"' - \
		"$pages/winnow.bash" "$@" 2>&1
}
for command in $commands; do
	"$WINNOW" "$command" --help | awk '/^options:/ { inside = 1; next } inside' |
		sed -E 's/^  ..,? *//' | awk '/^--/ { print $1 }' >"$work/program"
	complete_words "$command" -- >"$work/page"
	same "completion of winnow $command --"
done
printf '%s\n' "$commands" --help --version >"$work/program"
complete_words '' >"$work/page"
same 'completion of winnow'
[[ $(complete_words ingest --sandbox = re) == require ]] || fail 'completion: --sandbox=re is not completed to require'
touch "$work/a.html"
[[ $(complete_words ingest "$work/a") == "$work/a.html" ]] || fail 'completion: ingest does not complete files'
PATH=$(dirname "$WINNOW"):$PATH
[[ $(complete_words split -f gener) == generic ]] || fail 'completion: split -f does not complete families'
if command -v zsh >/dev/null; then
	zsh -n "$pages/_winnow" || fail 'completion: zsh does not read it'
fi

# ---- the package builds with what the program builds with ----

awk '$1 == "build" && $2 ~ /-dev$/ && $2 != "libc6-dev" { print $2 }' scripts/packages >"$work/program"
awk '/^Build-Depends:/ { inside = 1 } /^Standards/ { inside = 0 } inside' debian/control | grep -oE '[a-z0-9.-]+-dev\b' >"$work/page"
same 'Build-Depends in debian/control'

[[ $wrong == 0 ]] && echo "manual: $(ls "$pages"/*.[15] | wc -l) pages, options and completion as the program has them"
exit $wrong
