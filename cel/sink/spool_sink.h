// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// Returns the sink that writes each report into a file of its own in `folder`, `cel-<time>-<id>.log`. A file
/// has all lines of its report.
std::unique_ptr<Sink> spool_sink(std::string folder);

}  // namespace cel
