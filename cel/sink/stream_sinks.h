// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// Returns the sink for an inherited descriptor that a user named. Its flags stay as they are.
std::unique_ptr<Sink> inherited_fd(int fd);

/// Returns the sink for the inherited standard output (1) or error (2). It opens if the stream is the
/// container's own and no parent captures it (container.h).
std::unique_ptr<Sink> inherited_stream(int fd);

/// Returns the sink that appends to a file, which it creates if needed.
std::unique_ptr<Sink> file_sink(std::string path);

/// Returns the sink for the container's terminal, /dev/console: a last resort unless a user named it.
std::unique_ptr<Sink> console(bool is_named);

}  // namespace cel
