#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Configures build/release, unless it is so already.
#
#   packaging/configure.sh glibc    all programs, with this system's compiler
#   packaging/configure.sh musl     the programs for containers (packaging/musl.sh), and cel in build/host
set -eu
cd "$(dirname "$0")/.."

configure() { # PRESET ARGUMENTS...
    cmake --preset "$@" >"build/$1.log" 2>&1 || {
        cat "build/$1.log"
        exit 1
    }
}

mkdir -p build
toolchain=
if [ "$1" = musl ]; then
    toolchain=$(packaging/musl.sh "$(uname -m)")/toolchain.cmake
fi
# A cache without a toolchain has no such line.
configured=$(sed -n 's/^CMAKE_TOOLCHAIN_FILE:[A-Z]*=//p' build/release/CMakeCache.txt 2>/dev/null || true)
if [ ! -e build/release/build.ninja ] || [ "$configured" != "$toolchain" ]; then
    rm -rf build/release
    if [ -n "$toolchain" ]; then
        configure release --toolchain "$toolchain" -DCMAKE_UNITY_BUILD=ON \
            -DCEL_PROGRAMS="container-exception-logger;cel-run;cel-sidecar"
    else
        configure release
    fi
fi
if [ -n "$toolchain" ] && [ ! -e build/host/build.ninja ]; then
    configure host
fi
