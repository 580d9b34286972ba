// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// The relay that listens on the unix stream socket at `path`. It is sent the record on one line and answers
/// `ok` once every line of it is in the log, or `error` and a reason (docs/delivery.md). Lines and tag are
/// the relay's business.
std::unique_ptr<Sink> relay(std::string path);

}  // namespace cel
