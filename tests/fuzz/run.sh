#!/usr/bin/env bash
# run.sh short | run.sh long SECONDS: the fuzz targets over their seeds, or for SECONDS each with libFuzzer.
# Wants WINNOW, and FUZZ, the folder of the built targets. What a target fails on is kept in build/fuzz-found:
# make it a seed of a test, and run `FUZZ/TARGET FILE` to see the failure again.
set -u -o pipefail
: "${WINNOW:?the program}" "${FUZZ:?the folder of the targets}"
cd "$(dirname "$0")/../.." || exit 1
form=$1
seconds=${2:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
found=build/fuzz-found
failed=
called=0

# target   largest seed  damages of each, short form
targets='extract    32768  4
normalize  32768  4
split      32768  1
compare    8192   2
dedupe     32768  1
ndjson     65536  2
wire       32768  20'

# Damaged at every place that is looked at, a seed is worth more than a longer one: the short form takes few and small ones.
over_seeds() { # TARGET DAMAGES
	find "$work/seeds/$1" -type f | sort | xargs timeout 120 "$FUZZ/$1" "$2" >"$work/log" 2>&1
}
fuzz() { # TARGET LARGEST
	mkdir -p "$found" "$work/corpus/$1"
	"$FUZZ/$1" -max_total_time="$seconds" -max_len="$2" -timeout=25 -rss_limit_mb=2048 -close_fd_mask=3 -seed=1 \
		-dict="tests/fuzz/$1.dict" -artifact_prefix="$found/$1-" "$work/corpus/$1" "$work/seeds/$1" >"$work/log" 2>&1
}

while read -r target largest damages; do
	[[ ${TARGET:-$target} == "$target" ]] || continue
	called=$((called + 1))
	[[ -d $work/seeds/$target ]] ||
		tests/fuzz/seeds.py "$WINNOW" "$FUZZ/wire_seed" "$work/seeds" "$([[ $form == long ]] && echo 65536 || echo 16384)" || exit 1
	if [[ $form == long ]]; then
		fuzz "$target" "$largest"
	else
		over_seeds "$target" "$damages"
	fi
	status=$?
	[[ $form == long ]] && sed -n 's/^Done \([0-9]*\) runs.*/'"$target"': \1 runs/p' "$work/log"
	if [[ $status != 0 ]]; then
		failed="$failed $target"
		echo "FAILED: the fuzz target $target gave $status"
		grep -vE '^#[0-9]+\s' "$work/log" | tail -n 30
	fi
done <<<"$targets"
[[ -z $failed ]] && echo "fuzz ($form): $called targets, $(find "$work/seeds" -type f | wc -l) seeds: no failure"
[[ -z $failed ]]
