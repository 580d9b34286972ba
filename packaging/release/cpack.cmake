# SPDX-License-Identifier: Apache-2.0
#
# For cpack: makes .deb and .rpm of the folder $STAGE, for $ARCHITECTURE. dist.sh calls it.
set(CPACK_GENERATOR DEB RPM)
set(CPACK_PACKAGE_NAME container-exception-logger)
set(CPACK_PACKAGE_VERSION $ENV{VERSION})
set(CPACK_PACKAGE_FILE_NAME "container-exception-logger-$ENV{VERSION}-$ENV{ARCHITECTURE}")
set(CPACK_PACKAGE_VENDOR "container-exception-logger")
set(CPACK_PACKAGE_CONTACT "container-exception-logger <maintainers@container-exception-logger.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "reports of dying programs, in the logs of their containers")
set(CPACK_PACKAGE_DESCRIPTION
    "When a program in a container dies, its full traceback lands in that
container's log, and cel finds it on the host. This package has the
programs, and the volume that is mounted into containers.")
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_INSTALLED_DIRECTORIES "$ENV{STAGE};/")
set(CPACK_STRIP_FILES OFF)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS librdkafka1)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "$ENV{TOP}/packaging/release/postinst"
    "$ENV{TOP}/packaging/release/prerm" "$ENV{TOP}/packaging/release/postrm")

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE Apache-2.0)
set(CPACK_RPM_PACKAGE_SUGGESTS librdkafka)
set(CPACK_RPM_PACKAGE_GROUP Applications/System)
set(CPACK_RPM_COMPRESSION_TYPE xz)
set(CPACK_RPM_PACKAGE_ARCHITECTURE $ENV{ARCHITECTURE})
# This machine's strip does not know another architecture's programs. Nothing is of this build alone.
set(CPACK_RPM_SPEC_MORE_DEFINE
    "%define __os_install_post %{nil}
%define _build_id_links none
%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define _buildhost localhost")
set(CPACK_RPM_POST_INSTALL_SCRIPT_FILE "$ENV{TOP}/packaging/release/postinst")
set(CPACK_RPM_PRE_UNINSTALL_SCRIPT_FILE "$ENV{TOP}/packaging/release/prerm")
set(CPACK_RPM_POST_UNINSTALL_SCRIPT_FILE "$ENV{TOP}/packaging/release/postrm")
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
    /usr/share/man /usr/share/man/man1 /usr/lib /usr/lib/systemd /usr/lib/systemd/system
    /usr/lib/systemd/catalog
    /usr/lib/tmpfiles.d /usr/share/bash-completion /usr/share/bash-completion/completions /usr/share/zsh
    /usr/share/zsh/site-functions /usr/share/fish /usr/share/fish/vendor_completions.d /usr/share/lintian
    /usr/share/lintian/overrides)

if("$ENV{ARCHITECTURE}" STREQUAL "x86_64")
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE amd64)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS libsystemd0)
else()
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
  set(CPACK_RPM_PACKAGE_AUTOREQ OFF)
endif()
