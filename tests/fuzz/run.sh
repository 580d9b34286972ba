#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs every fuzz target on its seeds and then on what it makes of them, as many at a time as there are
# processors:
#
#   tests/fuzz/run.sh seconds=N   for so long, by chance
#   tests/fuzz/run.sh runs=N      so many inputs, the same ones each time: for a check of each change
#
# What a target learnt stays in build/fuzz/corpus/TARGET; an input that broke it is left in build/fuzz/found/
# and printed by name, and the exit status is 1.
set -eu

case ${1-} in
seconds=?*) limit="-max_total_time=${1#*=}" ;;
runs=?*) limit="-runs=${1#*=} -seed=1" ;;
*)
    echo "$0: give seconds=N or runs=N, for each target" >&2
    exit 2
    ;;
esac
here=$(dirname "$0")
programs=$here/../../build/sanitize/bin
build=$here/../../build/fuzz
mkdir -p "$build/found"

fuzz_one() {
    name=$(basename "$1")
    mkdir -p "$build/corpus/$name"
    # shellcheck disable=SC2086 # one option or two
    if "$1" $limit -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -dict="$here/report.dict" -artifact_prefix="$build/found/$name-" \
        "$build/corpus/$name" "$here/seeds/$name" \
        >"$build/$name.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")
        echo "$name: $runs inputs, no finding"
    else
        tail -n 40 "$build/$name.log" >&2
        echo "$name: FOUND $(ls "$build/found/$name-"*)" >&2
        return 1
    fi
}

status=0
running=
for target in "$programs"/fuzz-*; do
    fuzz_one "$target" &
    running="$running $!"
    # shellcheck disable=SC2086 # the list is of process ids
    set -- $running
    if [ $# -ge "$(nproc)" ]; then
        wait "$1" || status=1
        shift
        running="$*"
    fi
done
for pid in $running; do
    wait "$pid" || status=1
done
exit $status
