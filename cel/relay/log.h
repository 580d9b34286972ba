// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/clock.h"
#include "cel/sink/line_writer.h"

namespace cel {

/// Writes reports to a stream, one at a time, without waiting for its reader: a report that a full pipe does
/// not take is continued when there is room.
class Log {
 public:
  enum class Progress {
    written,  ///< every line is in the stream
    stalled,  ///< the stream is full: call go_on() later
    failed    ///< error() tells why; the rest of the lines is dropped
  };

  /// Borrows `fd`, a standard stream; its flags stay as they are.
  explicit Log(int fd);

  /// Starts a report. The one before must be written, failed or dropped.
  Progress write(std::vector<std::string> lines);
  Progress go_on();

  /// Returns whether a report waits for room.
  bool busy() const { return next_ < lines_.size(); }

  /// Returns whether a line of the waiting report is in the stream already, so that it must be finished.
  bool begun() const { return next_ > 0; }

  /// Drops a report that waits.
  void drop();

  /// Returns since when the stream is full, if it is.
  std::optional<Deadline::Clock::time_point> stalled_since();

  /// Returns whether a write has shown that the stream has lost its reader for good.
  bool lost() const { return lost_; }

  const std::string& error() const { return error_; }

 private:
  short state() const;
  bool has_room() const;

  int fd_;
  LineWriter writer_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
  std::optional<Deadline::Clock::time_point> stalled_since_;
  std::string error_;
  bool lost_ = false;
};

}  // namespace cel
