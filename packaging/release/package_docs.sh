#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Adds to a package's root what Debian's policy asks for: copyright, changelog, lintian's overrides, and man
# pages compressed.
#
#   packaging/release/package_docs.sh ROOT VERSION
set -eu
cd "$(dirname "$0")/../.."
doc=$1/usr/share/doc/container-exception-logger
date=$(date --utc --date "@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S +0000')
mkdir -p "$doc"
cat >"$doc/copyright" <<'EOF'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: container-exception-logger

Files: *
Copyright: 2026, the authors of container-exception-logger
License: Apache-2.0
 On Debian systems, the licence is in /usr/share/common-licenses/Apache-2.0.
EOF
gzip -9n <CHANGELOG.md >"$doc/changelog.gz"
gzip -9n >"$doc/changelog.Debian.gz" <<EOF
container-exception-logger ($2) stable; urgency=medium

  * See changelog.gz.

 -- container-exception-logger <maintainers@container-exception-logger.example>  $date
EOF
mkdir -p "$1/usr/share/lintian/overrides"
cat >"$1/usr/share/lintian/overrides/container-exception-logger" <<'EOF'
# These programs run in whatever image mounts the volume, which need not have a library.
container-exception-logger: statically-linked-binary *
container-exception-logger: embedded-library *
# The volume is one folder, of programs and of hooks in scripting languages.
container-exception-logger: arch-dependent-file-in-usr-share *
EOF
gzip -9n "$1"/usr/share/man/man1/*.1
