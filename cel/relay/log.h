// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/clock.h"
#include "cel/sink/line_writer.h"

namespace cel {

/// The stream that reports go to, one at a time, none of whose lines waits for a reader: what a full pipe
/// does not take at once is gone on with when it has room again.
class Log {
 public:
  enum class Progress {
    written,  ///< every line is in the stream
    stalled,  ///< the stream is full: call go_on() later
    failed    ///< error() says why; no more of these lines will come
  };

  /// Borrows `fd`, a standard stream; its flags stay as they are.
  explicit Log(int fd);

  /// Begins a report. The one before must be written, failed or dropped.
  Progress write(std::vector<std::string> lines);
  Progress go_on();

  /// Whether a report waits for room.
  bool busy() const { return next_ < lines_.size(); }

  /// Whether a line of the report that waits is in the stream already, so that it has to be finished.
  bool begun() const { return next_ > 0; }

  /// Gives up a report that waits.
  void drop();

  /// Since when the stream is full, if it is.
  std::optional<Deadline::Clock::time_point> stalled_since();

  /// Whether the stream has lost its reader for good, as a write has shown.
  bool lost() const { return lost_; }

  const std::string& error() const { return error_; }

 private:
  short state() const;
  bool has_room() const;

  int fd_;
  LineWriter stream_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
  std::optional<Deadline::Clock::time_point> stalled_since_;
  std::string error_;
  bool lost_ = false;
};

}  // namespace cel
