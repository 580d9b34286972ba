#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Compiles the Python files of a volume for each interpreter of this machine: a container mostly mounts the
# volume read-only, and would compile them anew at every start and every crash.
#
#   python/bytecode.sh VOLUME
#
# It is no error if there are none: other interpreters compile the files themselves, at each start.
set -eu

compile=$(cd "$(dirname "$0")" && pwd)/bytecode.py
pyenv=${PYENV_ROOT:-$HOME/.pyenv}
cd "$1"
set -- sitecustomize.py usercustomize.py container_exception_logger/*.py
rm -rf sitecustomize.pyc usercustomize.pyc __pycache__/*customize.* \
    container_exception_logger/*.pyc container_exception_logger/__pycache__

printf '%s\n' "$PATH" | tr ':' '\n' | while IFS= read -r folder; do
    case $folder in
    "$pyenv"/*) ;; # shims
    *) printf '%s\n' "$folder"/python[23]* "$folder"/pypy3* ;;
    esac
done | {
    printf '%s\n' "$pyenv"/versions/*/bin/python
    grep -E '/(python|pypy)[0-9.]+$' || true
} | while IFS= read -r python; do
    [ ! -x "$python" ] || "$python" -E -s "$compile" "$@" || true
done
