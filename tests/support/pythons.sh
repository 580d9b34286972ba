#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Brings Pythons that this system does not have: the two newest CPythons of Debian unstable, with their own
# tests and the libraries that they need, into a folder of their own. Nothing is installed.
#
#   tests/support/pythons.sh FOLDER     then: PATH="$PATH:FOLDER/usr/bin" make check
#
# Needs a Debian's apt, whose mirror is taken, and debian-archive-keyring, no root.
set -eu

mkdir -p "$1"
folder=$(cd "$1" && pwd)
# shellcheck disable=SC2016  # apt expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/*$')
apt=$folder/apt
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: >"$apt/status" # as if nothing were installed: all that they depend on comes along
cat >"$apt/sources.list" <<EOF
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main
EOF
cat >"$apt/apt.conf" <<EOF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt";
Dir::Cache::archives "$apt/archives";
APT::Sandbox::User "";
APT::Install-Recommends "false";
EOF
export APT_CONFIG="$apt/apt.conf"

apt-get -q update >&2
versions=$(apt-cache pkgnames python3. | grep -x 'python3\.[0-9]*' | sort -V | tail -n 2)
packages=
for version in $versions; do
    packages="$packages $version $version-venv lib$version-testsuite"
done
# shellcheck disable=SC2086  # a list of words
apt-get -q -y --download-only install $packages >&2
for package in "$apt"/archives/*.deb; do
    dpkg-deb --extract "$package" "$folder"
done

# They need a newer C library than this system's: theirs, started by its own loader.
loader=$(echo "$folder"/usr/lib/*/ld-linux-*.so.*)
for program in $versions; do
    program=$folder/usr/bin/$program
    mv "$program" "$program-itself"
    # -p: a shell whose real and effective user differ would give up the effective one.
    cat >"$program" <<EOF
#!/bin/sh -p
exec "$loader" --argv0 "\$0" --library-path "${loader%/*}" "$program-itself" "\$@"
EOF
    chmod +x "$program"
    "$program" --version
done
# Where Debian's ensurepip looks for pip.
grep -rlZ --include='*.py' /usr/share/python-wheels "$folder"/usr/lib/py* |
    xargs -0 sed -i "s|/usr/share/python-wheels|$folder&|"
rm -r "$apt"
