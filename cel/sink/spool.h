// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// A folder that gets a file `cel-<time>-<id>.log` for each report, with its lines, all of them or no file at
/// all.
std::unique_ptr<Sink> spool(std::string folder);

}  // namespace cel
