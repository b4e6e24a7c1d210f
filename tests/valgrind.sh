#!/usr/bin/env bash
# valgrind.sh CASE...: no leak and no bad access when the fixtures run through every command.
set -u -o pipefail
: "${WINNOW:?the program to test}"
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
inputs=("${@/%//input}")

check() { # COMMAND...: 99 is valgrind's word for a fault
	local kinds=definite,indirect,possible
	valgrind -q --leak-check=full --show-leak-kinds=$kinds --errors-for-leak-kinds=$kinds --error-exitcode=99 \
		"$WINNOW" "$@"
	local status=$?
	[[ $status == 99 ]] || return 0
	echo "valgrind: a fault in: winnow $*" >&2
	exit 1
}

check ingest -q -d "$work/a.db" "${inputs[@]}" || exit 1
check ingest -q -d "$work/a.db" "${inputs[@]}" || exit 1
check extract "${inputs[@]}" >"$work/blocks" || exit 1
check normalize <"$work/blocks" >"$work/passages" || exit 1
check split <"$work/passages" >"$work/items" || exit 1
check dedupe -q <"$work/items" >"$work/marked" || exit 1
check load -q -d "$work/b.db" <"$work/marked" || exit 1
check report -d "$work/a.db" >"$work/report" || exit 1
check verify -d "$work/a.db" >"$work/verify" || exit 1
check export -q -d "$work/a.db" --format csv "$work/csv" || exit 1
check families >"$work/families" || exit 1
for document in "${inputs[0]}"/*; do
	check text --markdown "$document" >"$work/text" || exit 1
done
record=$(sqlite3 "$work/a.db" 'SELECT record_id FROM records LIMIT 1')
check explain -d "$work/a.db" "$record" >"$work/explain" || exit 1
echo "valgrind: no fault and no leak"
