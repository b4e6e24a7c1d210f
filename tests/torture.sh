#!/usr/bin/env bash
# torture.sh short|long CASE...: whatever happens to a run, the next one leaves what an undisturbed one leaves.
# Wants WINNOW, the program, DUMP, build/tests/dump, and STARVE, build/tests/starve.so. `short` is part of make check.
set -u -o pipefail
: "${WINNOW:?the program to test}" "${DUMP:?build/tests/dump}" "${STARVE:?build/tests/starve.so}"
cd "$(dirname "$0")/.." || exit 1
form=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
RANDOM=1

#        kills  a database  disk sizes  faults  starved  rounds of writers
declare -A short=([kills]=30 [at]=10 [sizes]=4 [faults]=16 [starved]=20 [rounds]=1)
declare -A long=([kills]=500 [at]=10 [sizes]=20 [faults]=320 [starved]=2000 [rounds]=50)
declare -n times=$form

fail() {
	echo "FAILED: $*"
	failures=$((failures + 1))
}
inputs=()
for case in "$@"; do
	inputs+=("$case/input")
done
ingest() { "$WINNOW" ingest -q -d "$@" "${inputs[@]}"; }
new_database() {
	rm -f "$work/d.db"*
}
# What the next run must leave: it is made by nothing but undisturbed work.
ingest "$work/whole.db" || fail "the undisturbed run gave $?"
"$DUMP" "$work/whole.db" >"$work/whole.dump" && "$DUMP" --current "$work/whole.db" >"$work/whole.dump--current" ||
	fail 'no dump of the undisturbed run'

heals() { # WHAT [--current]: the next run completes d.db
	ingest "$work/d.db" >"$work/heal.log" 2>&1 || { fail "$1: the next run gave $?: $(tail -n 1 "$work/heal.log")"; return; }
	"$DUMP" ${2:-} "$work/d.db" >"$work/d.dump" || { fail "$1: no dump"; return; }
	cmp -s "$work/whole.dump${2:-}" "$work/d.dump" ||
		fail "$1: the content differs: $(diff "$work/whole.dump${2:-}" "$work/d.dump" | head -n 3)"
	[[ $(sqlite3 "$work/d.db" 'PRAGMA integrity_check') == ok ]] || fail "$1: the database is damaged"
}
# A run may fail, and say so; it may not crash, and it may not claim to be well when it is not.
ends_well() { # WHAT STATUS
	grep -q 'error while loading shared libraries' "$work/log" && return # not begun
	case $2 in
	0 | 1 | 6[5-9] | 7[0-5]) ;;
	*) fail "$1: ended with $2: $(tail -n 1 "$work/log")" ;;
	esac
}

# ---- killed at any moment ----

for ((killed = 0; killed < times[kills]; killed++)); do
	((killed % times[at] == 0)) && new_database
	setsid "$WINNOW" ingest -q -d "$work/d.db" "${inputs[@]}" >/dev/null 2>&1 &
	run=$!
	sleep "0.$(printf %03d $((RANDOM % 260)))"
	kill -9 $run 2>/dev/null
	wait $run 2>/dev/null
	((killed % times[at] == times[at] - 1)) && heals "killed ${times[at]} times"
done
sleep 0.1
pgrep -f "ingest -q -d $work/d.db" >/dev/null && fail 'workers outlive the run that was killed'

# ---- told to stop ----

for signal in INT TERM HUP; do
	new_database
	"$WINNOW" ingest -q -d "$work/d.db" "${inputs[@]}" >/dev/null 2>&1 &
	run=$!
	sleep 0.05
	kill -$signal $run 2>/dev/null
	wait $run 2>/dev/null
	heals "SIG$signal"
done

# ---- no room ----

whole=$(($(stat -c %s "$work/whole.db") / 1024))
for ((i = 1; i <= times[sizes]; i++)); do
	new_database
	(ulimit -f $((whole * i / (times[sizes] + 1) + 1)) && ingest "$work/d.db") >"$work/log" 2>&1
	status=$?
	[[ $status == 7[34] ]] || fail "no room: ended with $status"
	grep -q 'd.db' "$work/log" || fail "no room: the database is not named"
	heals "no room after $((whole * i / (times[sizes] + 1))) KiB"
done

# ---- what the system refuses ----

calls=(pwrite64:EIO pwrite64:ENOSPC fdatasync:EIO pread64:EIO ftruncate:EIO unlink:EACCES openat:EMFILE openat:EACCES
	mmap:ENOMEM fcntl:ENOLCK read:EIO write:EIO newfstatat:EIO poll:ENOMEM pipe2:EMFILE clone:EAGAIN)
if strace -o /dev/null true 2>/dev/null; then
	for ((i = 0; i < times[faults]; i++)); do
		call=${calls[i % ${#calls[@]}]}
		new_database
		((RANDOM % 2)) && ingest "$work/d.db" >/dev/null 2>&1
		when=$((1 + RANDOM % (i % 3 == 0 ? 5 : i % 3 == 1 ? 40 : 400)))
		timeout 60 strace -qq -o /dev/null -e "trace=${call%:*}" -e "inject=${call%:*}:error=${call#*:}:when=$when" \
			"$WINNOW" ingest -q --checksum -d "$work/d.db" "${inputs[@]}" >"$work/log" 2>&1
		ends_well "$call at call $when" $?
		heals "$call at call $when" --current # a file that could not be read stays on record as such
	done
else
	echo 'torture: strace cannot trace here: faults of the system are left out'
fi

# ---- no memory ----

# Where a sanitizer has its own allocator, or the memory of a sanitized program cannot be counted, this is left out.
if ! grep -q __asan_init "$WINNOW"; then
	new_database
	total=$(STARVE_COUNT="$work/count" LD_PRELOAD=$STARVE "$WINNOW" ingest -q -j 0 -d "$work/d.db" "${inputs[@]}" && cat "$work/count")
	for ((i = 0; i < times[starved]; i++)); do
		new_database
		at=$((1 + total * i / times[starved] + RANDOM % (total / times[starved] + 1)))
		STARVE_AT=$at LD_PRELOAD=$STARVE timeout 60 "$WINNOW" ingest -q -j $((i % 2)) -d "$work/d.db" "${inputs[@]}" >"$work/log" 2>&1
		ends_well "no memory at allocation $at" $?
		((i % 5)) || heals "no memory at allocation $at" --current
	done
fi

# ---- several at once ----

for writers in 2 8; do
	for ((round = 0; round < times[rounds]; round++)); do
		new_database
		pids=()
		for ((w = 0; w < writers; w++)); do
			"$WINNOW" ingest -q -j 1 --wait 100 -d "$work/d.db" "${inputs[@]:w % ${#inputs[@]}}" >"$work/log.$w" 2>&1 &
			pids+=($!)
		done
		for pid in "${pids[@]}"; do
			wait "$pid" || fail "$writers writers: one ended with $?"
		done
		heals "$writers writers at once"
	done
done

echo "torture ($form): ${times[kills]} kills, ${times[sizes]} disk sizes, ${times[faults]} faults, ${times[starved]} allocations," \
	"$((2 * times[rounds])) rounds of writers: $failures failures"
[[ $failures == 0 ]]
