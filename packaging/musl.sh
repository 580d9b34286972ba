#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Brings what the programs for containers are built with: zig, which is clang, musl and libc++ for every
# architecture, from PyPI; and their libraries, from Debian's sources. All is pinned by digest.
#
#   packaging/musl.sh x86_64|aarch64
#
# Prints the folder of this architecture, whose toolchain.cmake is for CMake. It lies in the user's cache, so
# that only the first clone takes the time. Needs Debian 12's apt, dpkg-dev and pip, no root.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
arch=$1
kept=${XDG_CACHE_HOME:-$HOME/.cache}/container-exception-logger
zig=$kept/zig-0.17.1
top=$kept/musl-$(cat "$0" "$here/musl-sources.sh" | sha256sum | cut -c 1-12)
out=$top/$arch

bring_zig() {
    echo "Fetching zig (100 MB)" >&2
    cat >"$kept/zig.txt" <<'EOF'
ziglang==0.17.1 --hash=sha256:ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54 \
    --hash=sha256:b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e
EOF
    rm -rf "$zig"
    /usr/bin/python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --retries 1 --no-compile --no-deps --require-hashes --target "$zig.part" -r "$kept/zig.txt" >&2
    mv "$zig.part" "$zig"
}

# -Os here, too: what is linked without, as CMake's own tests are, would have zig build its C++ library again.
write_toolchain() {
    mkdir -p "$out/bin"
    for pair in "clang cc" "clang++ c++"; do
        cat >"$out/bin/${pair% *}" <<EOF
#!/bin/sh
export ZIG_GLOBAL_CACHE_DIR="$zig/cache" ZIG_LOCAL_CACHE_DIR="$zig/cache"
exec "$zig/ziglang/zig" ${pair#* } -target $arch-linux-musl -Os "\$@"
EOF
    done
    for tool in ar ranlib; do
        printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig/ziglang/zig" $tool >"$out/bin/$tool"
    done
    chmod +x "$out/bin/"*
    cat >"$out/toolchain.cmake" <<EOF
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR $arch)
set(CMAKE_C_COMPILER "$out/bin/clang")
set(CMAKE_CXX_COMPILER "$out/bin/clang++")
foreach(tool IN ITEMS CMAKE_AR CMAKE_C_COMPILER_AR CMAKE_CXX_COMPILER_AR)
  set(\${tool} "$out/bin/ar" CACHE FILEPATH "")
endforeach()
foreach(tool IN ITEMS CMAKE_RANLIB CMAKE_C_COMPILER_RANLIB CMAKE_CXX_COMPILER_RANLIB)
  set(\${tool} "$out/bin/ranlib" CACHE FILEPATH "")
endforeach()
set(CMAKE_FIND_ROOT_PATH "$out")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CEL_MUSL "$out")
EOF
}

# Of headers alone, which any compiler takes: the system's. Its folder as a whole has its C library's, too.
link_headers() {
    for name in nlohmann fmt CLI; do
        ln -sfn "/usr/include/$name" "$out/include/$name"
    done
}

# compile LIBRARY FLAGS... -- SOURCES...
compile() (
    objects=$out/objects/$1
    library=$out/lib/lib$1.a
    shift
    flags=
    while [ "$1" != -- ]; do
        flags="$flags $1"
        shift
    done
    shift
    mkdir -p "$objects"
    for source; do
        echo "$source $objects/$(basename "$source" .c).o"
    done | xargs -P "$(nproc)" -L 1 sh -c "\"$out/bin/clang\" $flags -w -O2 -c \"\$0\" -o \"\$1\""
    "$out/bin/ar" rcs "$library" "$objects"/*.o
)

# Doug Lea's malloc (libffi carries it). zig's maps and unmaps each block beyond 32 KB, which takes the relay
# half as long again.
build_malloc() {
    cat >"$top/sources/malloc.c" <<'EOF'
#include "libffi/src/dlmalloc.c"
void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void** memory, size_t alignment, size_t size) {
  void* got = memalign(alignment, size);
  if (got == 0) return ENOMEM;
  *memory = got;
  return 0;
}
EOF
    compile malloc -DHAVE_MORECORE=0 -DUSE_LOCKS=1 -DNO_MALLINFO=1 -DMALLOC_ALIGNMENT=16 \
        -DDEFAULT_GRANULARITY=0x20000 -DDEFAULT_MMAP_THRESHOLD=0x100000 -DDEFAULT_TRIM_THRESHOLD=0x400000 -- \
        malloc.c
}

# Only what unpacks, but for zlib: the logger packs.
build_libraries() {
    cd "$top/sources"
    build_malloc
    compile z -D_LARGEFILE64_SOURCE -DHAVE_UNISTD_H -- zlib/*.c
    compile zstd -DZSTD_DISABLE_ASM -- libzstd/lib/common/*.c libzstd/lib/decompress/*.c
    cd libyaml
    # shellcheck disable=SC2046  # a list of words
    compile yaml -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 \
        '-DYAML_VERSION_STRING=\"0.2.5\"' -DYAML_DECLARE_STATIC -Iinclude -- \
        $(echo api reader scanner parser writer emitter | sed 's,[a-z]*,src/&.c,g')
    cd ../xz-utils/src/liblzma
    # What its own CMakeLists.txt defines for a build of decoders.
    coders=
    for coder in LZMA1 LZMA2 DELTA X86 ARM ARMTHUMB ARM64 POWERPC IA64 SPARC; do
        coders="$coders -DHAVE_DECODER_$coder"
    done
    # shellcheck disable=SC2046,SC2086  # lists of words
    compile lzma -DHAVE_STDBOOL_H -DHAVE_STDINT_H -DHAVE_INTTYPES_H -DHAVE_DECODERS $coders \
        -DHAVE_CHECK_CRC32 -DHAVE_CHECK_CRC64 -DHAVE_CHECK_SHA256 -DTUKLIB_SYMBOL_PREFIX=lzma_ \
        $(printf -- '-I%s ' ../common api common check lz rangecoder lzma delta simple) -- \
        $(find common check lz lzma delta simple -name '*.c' | grep -vE \
            'encoder|_small|tablegen|_mt|easy|string_conv|hardware|outqueue|microlzma')
    cd "$top/sources/libarchive/libarchive"
    {
        echo '#include "../contrib/android/config/linux_host.h"'
        printf '#undef HAVE_%s\n' SYS_CDEFS_H ICONV ICONV_H
        printf '#define %s 1\n' __LIBARCHIVE_CONFIG_H_INCLUDED HAVE_LZMA_H HAVE_ZSTD_H HAVE_LIBZSTD
    } >config.h
    # shellcheck disable=SC2046  # a list of words
    compile archive -DHAVE_CONFIG_H -I. -I"$out/include" -- \
        $(echo acl check_magic cryptor digest entry entry_copy_stat entry_link_resolver entry_sparse \
            entry_stat entry_strmode entry_xattr hmac options pack_dev pathmatch ppmd7 ppmd8 random rb read \
            read_add_passphrase read_append_filter read_data_into_fd read_open_fd read_open_filename \
            read_set_options read_support_filter_gzip read_support_filter_none read_support_filter_program \
            read_support_filter_xz read_support_filter_zstd read_support_format_tar \
            read_support_format_zip string string_sprintf util version_details virtual |
            sed 's/[a-z0-9_]*/archive_&.c/g') filter_fork_posix.c
    rm -r "$out/objects"
}

copy_headers() {
    cd "$top/sources"
    cp -r zlib/zlib.h zlib/zconf.h libzstd/lib/zstd.h libzstd/lib/zstd_errors.h \
        libyaml/include/yaml.h xz-utils/src/liblzma/api/lzma.h xz-utils/src/liblzma/api/lzma \
        libarchive/libarchive/archive.h libarchive/libarchive/archive_entry.h "$out/include/"
}

case $arch in x86_64 | aarch64) ;; *)
    echo "musl.sh: x86_64 or aarch64, not $arch" >&2
    exit 2
    ;;
esac
mkdir -p "$top"
exec 9>"$kept/lock"
flock 9
[ -d "$zig" ] || bring_zig
[ -d "$top/sources" ] || "$here/musl-sources.sh" "$top/sources"
if [ ! -e "$out/complete" ]; then
    echo "Building zlib, zstd, xz, libarchive, libyaml and dlmalloc for $arch" >&2
    rm -rf "$out"
    mkdir -p "$out/include" "$out/lib"
    write_toolchain
    copy_headers
    trap 'tail -n 20 "$top/$arch.log" >&2' EXIT
    build_libraries >"$top/$arch.log" 2>&1
    trap - EXIT
    touch "$out/complete"
fi
link_headers
echo "$out"
