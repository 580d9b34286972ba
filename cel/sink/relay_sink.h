// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// Returns the sink for the relay that listens on the unix stream socket at `path`. The relay gets the record
/// on one line and makes tagged lines of it. It answers `ok` once all of them are in the log, or `error` and
/// a reason (docs/cel-sidecar.md).
std::unique_ptr<Sink> relay_sink(std::string path);

}  // namespace cel
