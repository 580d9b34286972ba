// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Lets `new` use a reserve of 256 KiB when the system has no memory: enough to make and deliver a short
/// report. Before this is called, `new` fails as usual.
void open_reserve();

}  // namespace cel
