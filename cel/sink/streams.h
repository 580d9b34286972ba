// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// PID 1's stdout (`fd` 1) or stderr (2), reached through /proc/1/fd.
std::unique_ptr<Sink> pid1_stream(int fd);

/// A stream that this program inherited and a user named; its flags stay as they are.
std::unique_ptr<Sink> inherited_fd(int fd);

/// Standard output (1) or standard error (2) as inherited, if it is the container's own and not captured by a
/// parent (container.h).
std::unique_ptr<Sink> inherited_stream(int fd);

/// A file that is appended to, and made if it is not there.
std::unique_ptr<Sink> file_sink(std::string path);

/// The container's terminal, /dev/console; a last resort unless a user named it.
std::unique_ptr<Sink> console(bool is_named);

}  // namespace cel
