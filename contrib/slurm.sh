#!/bin/sh
# slurm.sh DB SHARES PATH...: read a heap on a Slurm cluster: an array job, one task a share, and a job that merges.
#
# DB and PATH... are absolute and on a file system that all nodes see. Give --time, --mem and such in SBATCH_ARGS. A share
# should be minutes of work: a task costs about a second of its own. Where a task fails, the merge does not start; cancel it
# and give the same command again: shares that are done are not done again.
set -eu
[ $# -ge 3 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 64; }
db=$1 shares=$2
shift 2
mkdir -p "$db.shares"
cat >"$db.shares/share.sh" <<'END'
#!/bin/sh
# share.sh FOLDER SHARES PATH...: one task of the array
folder=$1 shares=$2 i=$SLURM_ARRAY_TASK_ID
shift 2
[ -e "$folder/share-$i.done" ] && exit
winnow ingest -q -j "${SLURM_CPUS_PER_TASK:-1}" -d "$folder/share-$i.db" --shard "$i/$shares" "$@" || [ $? = 1 ] || exit
touch "$folder/share-$i.done"
END
cat >"$db.shares/merge.sh" <<'END'
#!/bin/sh
# merge.sh DB: when all shares are there
winnow merge -d "$1" "$1.shares"/share-*.db && rm -r "$1.shares"
END
# shellcheck disable=SC2086 # several options
array=$(sbatch --parsable ${SBATCH_ARGS-} --array="1-$shares" --output="$db.shares/%A-%a.log" \
	"$db.shares/share.sh" "$db.shares" "$shares" "$@")
# shellcheck disable=SC2086
sbatch --dependency="afterok:$array" ${SBATCH_ARGS-} --output="$db.merge.log" "$db.shares/merge.sh" "$db"
