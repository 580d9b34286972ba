#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Unpacks sources of Debian's, from the mirror that this machine's apt has; nothing is installed.
#
#   tests/transparency/debian_sources.sh FOLDER PACKAGE...
set -eu
folder=$1
shift
apt=$folder/apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: >"$apt/status"
# shellcheck disable=SC2016  # apt expands it
apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    grep ' bookworm[a-z-]* main$' | sort -u -k 2 |
    sed 's,^,deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ,' >"$apt/sources.list"
cat >"$apt/apt.conf" <<EOF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt";
APT::Sandbox::User "";
EOF
cd "$folder"
export APT_CONFIG="$apt/apt.conf"
apt-get -q update
apt-get -q source "$@"
