#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds CPython without its global lock, of the newest source of 3.13 or later in Debian unstable, into a
# folder of its own. Nothing is installed. It takes some ten minutes on two cores.
#
#   tests/support/free_threaded.sh FOLDER     then: PATH="$PATH:FOLDER/bin" make check
#
# Needs a Debian's apt, whose mirror is used, debian-archive-keyring and a C compiler, no root.
set -eu

mkdir -p "$1"
folder=$(cd "$1" && pwd)
# shellcheck disable=SC2016  # apt expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/*$')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/archives/partial"
: >"$work/status"
cat >"$work/sources.list" <<EOF
deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main
EOF
cat >"$work/apt.conf" <<EOF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$work";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work";
APT::Sandbox::User "";
EOF
export APT_CONFIG="$work/apt.conf"

apt-get -q update >&2
cd "$work"
# A mirror may list a version that it has no longer.
apt-cache showsrc 'python3.13' 'python3.14' 'python3.15' | awk '
    /^Package: / { name = $2 } /^Version: / { print $2, name }' | sort -Vr | while read -r version name; do
    apt-get -q --download-only source "$name=$version" >&2 && break
done
mkdir source
tar -xf ./python3.*.orig.tar.* -C source --strip-components=1
cd source
./configure --quiet --disable-gil --prefix="$folder" >&2
make --silent -j "$(nproc)" >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    exit 1
}
make --silent altinstall >"$work/log" 2>&1
ls "$folder"/bin/python3.*t
