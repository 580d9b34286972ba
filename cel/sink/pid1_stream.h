// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "cel/sink/sink.h"

namespace cel {

/// Returns the sink for PID 1's stdout (`fd` 1) or stderr (2), which it opens through /proc/1/fd.
std::unique_ptr<Sink> pid1_stream(int fd);

}  // namespace cel
