#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds a release once more from a clone in another folder; fails when a file differs.
#
#   packaging/release/again.sh FOLDER    what the first build of this commit wrote
set -euo pipefail
cd "$(dirname "$0")/../.."
first=$(realpath "$1")
clone=$(mktemp -d "${TMPDIR:-/tmp}/another-folder-XXXXXX")
trap 'rm -rf "$clone"' EXIT
[ -z "$(git status --porcelain)" ] || {
    echo "again.sh: commit your changes first: it is commits that are built twice" >&2
    exit 1
}
git clone --quiet --no-hardlinks . "$clone/clone"
"$clone/clone/packaging/release/dist.sh" "$clone/dist" >/dev/null
diff "$first/SHA256SUMS" "$clone/dist/SHA256SUMS"
echo "All $(wc -l <"$first/SHA256SUMS") files are the same from another folder."
