// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Keeps this process alive when another one truncates a file that is mapped: touching what was behind
/// the new end raises SIGBUS, which ends a program. libsystemd maps journal files, and handles that in
/// systemd's own programs only; logs are mapped here (file_window.h), and truncated by logrotate's
/// copytruncate. From now on such a page reads as zeros, which neither holds where it has anything to say.
/// May be called again.
void survive_truncation();

/// Whether a page was replaced since this was asked last.
bool was_truncated();

}  // namespace cel
