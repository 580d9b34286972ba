#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes sure that what the named groups of packages bring is on this machine.
#
#   packaging/dependencies.sh GROUP...   groups: build musl dist dist-check demo demo-docker demo-podman wheel
#                                        test engines browser lint fuzz bench libraries ci
#   packaging/dependencies.sh --missing GROUP...   only names the packages that lack
#
# Quick when nothing lacks: a package is told by one file or program of its own, so that a cmake or a Docker
# from elsewhere is as good as Debian's. What lacks is installed by apt-get, as root or through sudo; without
# apt it is named, and the exit status is 1.
set -eu

# package and its probe: a command, or file patterns separated by commas of which one must exist
packages() {
    case $1 in
    build) cat <<'EOF' ;;
g++                     g++
libc6-dev               /usr/lib/*/libc.a,/usr/lib*/libc.a
cmake                   cmake
ninja-build             ninja
nlohmann-json3-dev      /usr/include/nlohmann/json.hpp,/usr/local/include/nlohmann/json.hpp
zlib1g-dev              /usr/lib/*/libz.a,/usr/lib*/libz.a
libfmt-dev              /usr/include/fmt/format.h,/usr/local/include/fmt/format.h
libutf8proc-dev         /usr/include/utf8proc.h,/usr/local/include/utf8proc.h
libsystemd-dev          /usr/include/systemd/sd-journal.h
libzstd-dev             /usr/include/zstd.h,/usr/local/include/zstd.h
liblzma-dev             /usr/include/lzma.h,/usr/local/include/lzma.h
libarchive-dev          /usr/include/archive.h,/usr/local/include/archive.h
libbz2-dev              /usr/lib/*/libbz2.a,/usr/lib*/libbz2.a
nettle-dev              /usr/lib/*/libnettle.a,/usr/lib*/libnettle.a
pkg-config              pkg-config
libcli11-dev            /usr/include/CLI/CLI.hpp,/usr/local/include/CLI/CLI.hpp
libcurl4-openssl-dev    /usr/include/*/curl/curl.h,/usr/include/curl/curl.h
libyaml-dev             /usr/include/yaml.h,/usr/local/include/yaml.h
libmicrohttpd-dev       /usr/include/microhttpd.h,/usr/local/include/microhttpd.h
libtomlplusplus-dev     /usr/include/toml++/toml.h,/usr/local/include/toml++/toml.h
librdkafka-dev          /usr/include/librdkafka/rdkafka.h,/usr/local/include/librdkafka/rdkafka.h
EOF
    musl) cat <<'EOF' ;;
dpkg-dev                dpkg-source
python3-pip             /usr/lib/python3*/*-packages/pip
xz-utils                xz
EOF
    dist) cat <<'EOF' ;;
git                     git
python3                 /usr/bin/python3
rpm                     rpmbuild
file                    file
dpkg-dev                dpkg-shlibdeps
EOF
    dist-check) cat <<'EOF' ;;
lintian                 lintian
skopeo                  skopeo
qemu-user-static        qemu-aarch64-static
busybox-static          busybox
debootstrap             debootstrap
debian-archive-keyring  /usr/share/keyrings/debian-archive-keyring.gpg
EOF
    demo) cat <<'EOF' ;;
g++                     g++
libc6-dev               /usr/lib/*/libc.a,/usr/lib*/libc.a
cmake                   cmake
ninja-build             ninja
nlohmann-json3-dev      /usr/include/nlohmann/json.hpp,/usr/local/include/nlohmann/json.hpp
zlib1g-dev              /usr/lib/*/libz.a,/usr/lib*/libz.a
python3                 /usr/bin/python3
util-linux              unshare
EOF
    demo-docker) cat <<'EOF' ;;
docker.io               dockerd
runc                    runc
containerd              containerd
tini                    tini
systemd                 /usr/lib/systemd/systemd-journald
debootstrap             debootstrap
debian-archive-keyring  /usr/share/keyrings/debian-archive-keyring.gpg
EOF
    demo-podman) cat <<'EOF' ;;
podman                  podman
runc                    runc
conmon                  conmon,/usr/bin/conmon,/usr/libexec/podman/conmon
tini                    tini
systemd                 /usr/lib/systemd/systemd-journald
debootstrap             debootstrap
debian-archive-keyring  /usr/share/keyrings/debian-archive-keyring.gpg
EOF
    wheel) cat <<'EOF' ;;
python3                 /usr/bin/python3
EOF
    test) cat <<'EOF' ;;
bash                    bash
fish                    fish
zsh                     zsh
python3-jsonschema      /usr/lib/python3*/*-packages/jsonschema
catch2                  /usr/include/catch2/catch.hpp,/usr/local/include/catch2/catch.hpp
python3                 /usr/bin/python3
python3-pytest          /usr/lib/python3*/*-packages/pytest
python3-pytest-xdist    /usr/lib/python3*/*-packages/xdist
python3-yaml            /usr/lib/python3*/*-packages/yaml
libpython3.11-testsuite /usr/lib/python3*/test/test_sys.py
python3-venv            /usr/lib/python3*/ensurepip
pypy3                   pypy3
util-linux              unshare
valgrind                valgrind
strace                  strace
golang-go               go
rustc                   rustc
nodejs                  node
npm                     npm
perl                    /usr/lib/*/perl/5*/threads.pm
libmojolicious-perl     /usr/share/perl5/Mojolicious.pm
libplack-perl           /usr/share/perl5/Plack.pm
libdancer2-perl         /usr/share/perl5/Dancer2.pm
libtry-tiny-perl        /usr/share/perl5/Try/Tiny.pm
libmoo-perl             /usr/share/perl5/Moo.pm
ruby                    ruby
ruby-sinatra            /usr/share/rubygems-integration/all/gems/sinatra-*
ruby-minitest           /usr/share/rubygems-integration/all/specifications/minitest-*
ruby-rspec              /usr/share/rubygems-integration/all/gems/rspec-core-*
rsyslog                 /usr/sbin/rsyslogd
librdkafka1             /usr/lib/*/librdkafka.so.1
puma                    puma
ruby-railties           /usr/share/rubygems-integration/all/gems/railties-*
ruby-sidekiq            sidekiq
redis-server            redis-server
default-jdk-headless    javac
maven                   mvn
php-cli                 php
php-fpm                 /usr/sbin/php-fpm*
libapache2-mod-php      /usr/lib/apache2/modules/libphp*.so
systemd-journal-remote  /usr/lib/systemd/systemd-journal-remote,/lib/systemd/systemd-journal-remote
busybox-static          busybox
curl                    curl
openssl                 openssl
wget                    wget
zstd                    zstd
prometheus              promtool
rsyslog-openssl         /usr/lib/*/rsyslog/lmnsd_ossl.so
EOF
    engines) cat <<'EOF' ;;
podman                  podman
runc                    runc
conmon                  conmon,/usr/bin/conmon,/usr/libexec/podman/conmon
nodejs                  node
npm                     npm
catatonit               /usr/bin/catatonit,/usr/libexec/catatonit/catatonit,/usr/libexec/podman/catatonit
docker.io               dockerd
containerd              containerd
tini                    tini
systemd                 /usr/lib/systemd/systemd-journald
debootstrap             debootstrap
debian-archive-keyring  /usr/share/keyrings/debian-archive-keyring.gpg
busybox-static          busybox
EOF
    lint) cat <<'EOF' ;;
clang                   clang++
clang-format            clang-format
clang-tidy              clang-tidy
shellcheck              shellcheck
mandoc                  mandoc
python3                 /usr/bin/python3
python3-venv            /usr/lib/python3*/ensurepip
EOF
    fuzz) cat <<'EOF' ;;
catch2                  /usr/include/catch2/catch.hpp,/usr/local/include/catch2/catch.hpp
clang                   clang++
libclang-rt-14-dev      /usr/lib/llvm-*/lib/clang/*/lib/*/*fuzzer*.a,/usr/lib/clang/*/lib/*/*fuzzer*.a
llvm                    llvm-symbolizer
EOF
    browser) cat <<'EOF' ;;
chromium                chromium
chromium-driver         chromedriver
python3-selenium        /usr/lib/python3*/*-packages/selenium
python3-venv            /usr/lib/python3*/ensurepip
fonts-dejavu-core       /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
default-jre-headless    java
EOF
    bench) cat <<'EOF' ;;
python3                 /usr/bin/python3
python3-pytest          /usr/lib/python3*/*-packages/pytest
util-linux              unshare
jq                      jq
tini                    tini
dumb-init               dumb-init
default-jdk-headless    javac
maven                   mvn
nodejs                  node
npm                     npm
php-cli                 php
ruby                    ruby
catatonit               /usr/bin/catatonit,/usr/libexec/catatonit/catatonit,/usr/libexec/podman/catatonit
EOF
    libraries) cat <<'EOF' ;;
python3                 /usr/bin/python3
dpkg-dev                dpkg-source
debian-archive-keyring  /usr/share/keyrings/debian-archive-keyring.gpg
nodejs                  node
npm                     npm
perl                    prove
libmojolicious-perl     /usr/share/perl5/Mojolicious.pm
libplack-perl           /usr/share/perl5/Plack.pm
libmoo-perl             /usr/share/perl5/Moo.pm
phpunit                 phpunit
EOF
    ci) cat <<'EOF' ;;
ccache                  ccache
EOF
    *)
        echo "dependencies.sh: no group '$1', but:" \
            "build musl dist dist-check demo demo-docker demo-podman wheel test engines browser" \
            "lint fuzz bench libraries ci" >&2
        return 1
        ;;
    esac
}

# Whether one of the comma-separated patterns or commands is there.
present() (
    IFS=,
    for probe in $1; do # unquoted: patterns are expanded here
        case $probe in
        /*) if [ -e "$probe" ]; then exit 0; fi ;;
        *) if command -v "$probe" >/dev/null; then exit 0; fi ;;
        esac
    done
    exit 1
)

PATH=$PATH:/usr/sbin:/sbin # debootstrap and dockerd live there, and a plain user's PATH leaves it out
only_name=
if [ "${1-}" = --missing ]; then
    only_name=yes
    shift
fi
missing=
for group in "$@"; do
    list=$(packages "$group")
    while read -r package probe; do
        case " $missing " in *" $package "*) continue ;; esac
        present "$probe" || missing="${missing:+$missing }$package"
    done <<EOF
$list
EOF
done
if [ -n "$only_name" ]; then
    echo "${missing:-none}"
    exit 0
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "These packages are missing (named as in Debian); install them by this system's own tool:" >&2
    echo "$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing; install them as root: apt-get install $missing" >&2
        exit 1
    fi
    as_root="sudo DEBIAN_FRONTEND=noninteractive"
fi
echo "Installing $missing" >&2
export DEBIAN_FRONTEND=noninteractive
# The package lists of a fresh machine are empty or old; a second make waits for the first one's lock.
# shellcheck disable=SC2086  # both are lists of words
{
    $as_root apt-get -q -o DPkg::Lock::Timeout=600 update
    $as_root apt-get -q -y -o DPkg::Lock::Timeout=600 install --no-install-recommends $missing
} </dev/null >&2
