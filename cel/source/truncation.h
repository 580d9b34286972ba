// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Lets this process live on when a file that a library has mapped is truncated by somebody: touching what
/// was behind the new end raises SIGBUS, which ends a program. libsystemd maps journal files, and handles
/// that in systemd's own programs only. From now on such a page reads as zeros, which no journal holds where
/// it has anything to say. May be called again.
void survive_truncation();

/// Whether a page was replaced since this was asked last.
bool was_truncated();

}  // namespace cel
