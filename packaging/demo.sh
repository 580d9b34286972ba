#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Brings what the demo shows, and no more: the logger, by this system's compiler, and a Python to die. Then
# shows it (packaging/demo.py).
#
#   packaging/demo.sh [docker|podman]
#
# One line tells what it is at; what the tools print is in build/demo.log.
set -eu
cd "$(dirname "$0")/.."
engine=${1-}

mkdir -p build
exec 3>&1 >build/demo.log 2>&1
step() {
    if [ -t 3 ]; then
        printf '\r\033[K%s' "$*" >&3
    else
        printf '%s\n' "$*" >&3
    fi
}
show_log() {
    [ $? -eq 0 ] || { printf '\n' && cat build/demo.log; } >&3
}
trap show_log EXIT

set -- demo ${engine:+"demo-$engine"}
missing=$(packaging/dependencies.sh --missing "$@")
if [ "$missing" != none ]; then
    step "1 of 2: installing $missing"
    packaging/dependencies.sh "$@"
fi
step "2 of 2: compiling the logger"
[ -e build/demo/build.ninja ] || cmake --preset demo
cmake --build --preset demo
if [ -t 3 ]; then
    printf '\r\033[K' >&3
fi
exec >&3 2>&1
trap - EXIT
exec packaging/demo.py ${engine:+"$engine"}
