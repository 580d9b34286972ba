#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Unpacks the sources of the libraries that packaging/musl.sh builds, with Debian's patches.
#
#   packaging/musl-sources.sh FOLDER    FOLDER/zlib and so on; it is there only when all of them are
#
# They come from the mirror that this machine's apt has; nothing is installed.
set -eu

# name, version, SHA-256 of the .dsc, which has the digests of the files that it names
sources() {
    cat <<'EOF'
zlib 1:1.2.13.dfsg-1 3fa1e6b2fc525062aa88207dda52fed8e045373c809d362fe8a2bfbf7cf515a8
xz-utils 5.4.1-1+deb12u1 38f98e356f7e7e89b0920d39c55dd5f3d1a9f2684bff83c8b4890561e1832e94
libzstd 1.5.4+dfsg2-5 8f602f92b575aa8b5e979196fb6ee82d78f233521dc9636526d3ecba1f63c1b1
libarchive 3.6.2-1+deb12u5 aa86e919d6899ed11cc78c812d25a99b0493cbcc0e89b303507bf66d7dbda216
libyaml 0.2.5-1 1edbf86e5cd76937ff62892ba6c2537456d645d834d4cd4a82430b8be7051bf4
libffi 3.4.4-1 21c9ef156b6766535cb014e0765142c8104ffbcd73f003ecfa80cfb314baa4f0
EOF
}

echo "Fetching the sources of zlib, xz, zstd, libarchive, libyaml and dlmalloc" >&2
folder=$1
apt=$folder.part/apt
rm -rf "$folder.part"
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: >"$apt/status"
# The release itself first: the folder of security updates forgets files that it lists.
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
cd "$apt/archives"
fetch() {
    export APT_CONFIG="$apt/apt.conf"
    # shellcheck disable=SC2046  # a list of words
    apt-get -q update && apt-get -q --download-only source $(sources | awk '{ print $1 "=" $2 }')
}
fetch >"$apt/log" 2>&1 || {
    cat "$apt/log" >&2
    exit 1
}
sources | while read -r name version digest; do
    dsc=${name}_${version#*:}.dsc
    echo "$digest  $dsc" | sha256sum --check --quiet >&2
    dpkg-source --no-check --extract "$dsc" "$folder.part/$name" >/dev/null
done
rm -r "$apt"
mv "$folder.part" "$folder"
