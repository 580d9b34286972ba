#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds what is released, for amd64 and arm64, into a folder: tarballs, packages, wheels, an image,
# SHA256SUMS and an SBOM. The programs for containers are of musl (packaging/musl.sh); the packages of amd64
# have a cel for this system's C library and its journal. All times in the files are the commit's.
#
#   packaging/release/dist.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(realpath -m "$1")
here=packaging/release
work=$PWD/build/release-work
version=$(sed -n 's/^project.* VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
name=container-exception-logger
umask 022

declare -A debian=([x86_64]=amd64 [aarch64]=arm64)

build() { # TREE ARGUMENTS...: a release tree, its programs in TREE/bin
    local tree=$work/$1
    echo "Building $1" >&2
    if ! { cmake --preset release -B "$tree" -DCMAKE_RUNTIME_OUTPUT_DIRECTORY="$tree/bin" "${@:2}" &&
        cmake --build "$tree"; } >"$tree.log" 2>&1; then
        cat "$tree.log"
        exit 1
    fi
}

build_programs() { # ARCHITECTURE
    local toolchain
    toolchain=$(packaging/musl.sh "$1")/toolchain.cmake
    build "$1" --toolchain "$toolchain" -DCMAKE_UNITY_BUILD=ON \
        -DCEL_PROGRAMS="container-exception-logger;cel-run;cel-sidecar"
}

lay() { # TREE COMPONENT FOLDER: what CMake installs; bytecode is of this machine's interpreters, so without
    cmake --install "$work/$1" --component "$2" --prefix "$3" >/dev/null
    find "$3" -name '*.pyc' -delete
    find "$3" -depth -name __pycache__ -exec rm -r {} +
}

settle() { # FOLDER: all times are the commit's
    find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
}

tarball() { # ARCHITECTURE
    local top=$name-$version-linux-${debian[$1]}
    lay "$1" programs "$work/tar/$top"
    cp LICENSE README.md CHANGELOG.md "$work/tar/$top/"
    tar -C "$work/tar" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        -cf - "$top" | gzip -9n >"$out/$top.tar.gz"
}

# A package lies in /usr: see cpack.cmake.
packages() { # ARCHITECTURE
    local stage=$work/packages/$1
    lay "$1" programs "$stage/usr"
    if [ "$1" = x86_64 ]; then
        lay host programs "$stage/usr"
    fi
    $here/package_docs.sh "$stage" "$version"
    settle "$stage"
    (cd "$work/packages" && STAGE=$stage VERSION=$version ARCHITECTURE=$1 TOP=$OLDPWD \
        cpack --config "$OLDPWD/$here/cpack.cmake" -B "$work/packages/$1-made") \
        >"$work/packages.log" 2>&1 || {
        cat "$work/packages.log"
        exit 1
    }
    cp "$work/packages/$1-made/"*.deb "$work/packages/$1-made/"*.rpm "$out/"
}

images() {
    local arch
    for arch in x86_64 aarch64; do
        lay $arch sidecar "$work/images/sidecar/${debian[$arch]}"
        cp "$work/$arch/bin/cel-run" "$work/images/sidecar/${debian[$arch]}/volume/bin/"
        mkdir "$work/images/sidecar/${debian[$arch]}/cel"
    done
    $here/oci.py --tag "$version" --user 65532:65532 --owned cel --entrypoint /cel-sidecar \
        --command 'serve --install /cel' "$work/images/sidecar" "$out/cel-sidecar-$version.oci.tar"
}

rm -rf "$out" "$work/tar" "$work/packages" "$work/images"
mkdir -p "$work/tar" "$work/packages" "$work/images/sidecar" "$out"
build host -DCEL_PROGRAMS=cel
for arch in x86_64 aarch64; do
    build_programs $arch
    tarball $arch
    packages $arch
    python3 python/backend.py "$out" "$work/$arch/bin/$name" >/dev/null
done
images
$here/sbom.py "$version" "$out" "$out/$name-$version.spdx.json"
(cd "$out" && LC_ALL=C sha256sum -- * >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)
ls -l "$out"
