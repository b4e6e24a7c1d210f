#!/usr/bin/env bash
# bad.sh [--accept] [CASE...]: what the program says about input that is bad, and how it exits.
#
# fixtures/bad/CASE/run is a bash script that is run in an empty folder with `winnow` on its path, fixtures/bad/files
# in $files, and `unprivileged COMMAND...` for what root could do anyway. fixtures/bad/CASE/expected holds the status
# and all of stderr; figures of time are not compared. --accept shows what differs and takes it as expected.
set -u -o pipefail
: "${WINNOW:?the program to test}"
cd "$(dirname "$0")/../fixtures/bad" || exit 1
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/bin"
cp "$WINNOW" "$work/bin/winnow"
export PATH="$work/bin:$PATH" files=$PWD/files

unprivileged() {
	if [[ $(id -u) == 0 ]]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}
export -f unprivileged

accept=
if [[ ${1:-} == --accept ]]; then
	accept=yes
	shift
fi
[[ $# -gt 0 ]] || set -- */run
wrong=0
cases=0
for case in "$@"; do
	case=${case%/run}
	script=$PWD/$case/run
	mkdir "$work/$case"
	chmod 777 "$work/$case"
	status=0
	(cd "$work/$case" && timeout 120 bash "$script") >"$work/out" 2>"$work/err" </dev/null || status=$?
	{ echo "status $status"; sed -E 's/[0-9]+\.[0-9] s/N s/' "$work/err"; } >"$work/got"
	cases=$((cases + 1))
	if [[ $accept ]]; then
		diff -uN "$case/expected" "$work/got"
		cp "$work/got" "$case/expected"
	elif ! diff -u --label "fixtures/bad/$case/expected" --label now "$case/expected" "$work/got"; then
		wrong=$((wrong + 1))
	fi
	chmod -R u+rwx "$work/$case"
	rm -rf "${work:?}/$case"
done
if [[ $wrong != 0 ]]; then
	echo "bad input: $wrong of $cases cases differ"
	exit 1
fi
echo "bad input: $cases cases"
