// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Where the system has no memory, `new` fails as usual. Once this was called, it gets what it needs of 256
/// KiB that the program has kept for that: enough to make a short report and to deliver it.
void open_reserve();

}  // namespace cel
