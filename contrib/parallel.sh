#!/bin/sh
# parallel.sh DB SHARES HOSTS PATH...: read a heap on several machines, by GNU parallel over ssh, into one database.
#
# HOSTS is parallel's -S ("4/alpha,8/beta"; ":" is this machine). Every host has winnow, rsync, and sees PATH..., absolute,
# under the same names (NFS, or copies). Each share becomes a database of its own on its host, comes back, and all are
# merged: the result is that of one 'winnow ingest -d DB PATH...'. A share that failed is tried three times; what is still
# missing then, the same command does when it is given again. PARALLEL_SSH is the ssh to use, where it is not plain ssh.
set -eu
[ $# -ge 4 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 64; }
db=$1 shares=$2 hosts=$3
shift 3
mkdir -p "$db.shares"
quoted=$(parallel --shellquote ::: "$@" | tr '\n' ' ')

# 1 is success: done, and the files that could not be read are named.
seq "$shares" | (cd "$db.shares" && parallel --jobs 100% -S "$hosts" --joblog joblog --resume-failed --retries 3 \
	--workdir ... --return 'share-{}.db' --cleanup \
	"winnow ingest -q -j 1 -d share-{}.db --shard {}/$shares $quoted || [ \$? = 1 ]")
winnow merge -d "$db" "$db.shares"/share-*.db
rm -r "$db.shares"
