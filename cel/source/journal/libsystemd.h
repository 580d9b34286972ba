// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Whether libsystemd can be loaded. Nothing links it: the functions of sd-journal(3) that are used here load
/// it when one is called first, and fail by -ENOSYS where it, or one of them, is not there.
bool has_libsystemd();

}  // namespace cel
