// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/record/json.h"
#include "cel/source/source.h"

namespace cel {

/// A part of a log that was gone before it was read.
struct LogGap {
  std::shared_ptr<const Container> container;  ///< whose log it is; never null
  std::int64_t after = 0;   ///< microseconds: when the last was written that was read; 0: unknown
  std::int64_t before = 0;  ///< when the first that was left was written; 0: unknown
  std::string why;          ///< in words
};

/// A log as it grows. Positions are JSON of the log's own: a log that is opened again with one goes on behind
/// it, also when files were rotated meanwhile.
class FollowedLog {
 public:
  FollowedLog() = default;
  FollowedLog(const FollowedLog&) = delete;
  FollowedLog& operator=(const FollowedLog&) = delete;
  virtual ~FollowedLog() = default;

  /// Fills `line`, which is valid until the next call, with the next line that holds the tag; false: there is
  /// none for now. An error is one of reading, and ends the log.
  virtual Result<bool> read(LogLine& line) = 0;

  /// Frees the memory of the line that read() gave last: other logs are read now.
  virtual void let_go() {}

  /// Bytes that it holds of lines that are not finished, and that shrink() frees.
  virtual std::size_t held() const { return 0; }

  /// Frees the most that it can free at once: what can be read again, or else the longest line, which then
  /// does not come.
  virtual void shrink() {}

  /// Just before the line that read() gave last.
  virtual Json line_position() const = 0;

  /// Just behind all that read() gave or passed over.
  virtual Json position() const = 0;

  /// Whether nothing can come any more: its file is gone, or its pipe is closed.
  virtual bool over() const = 0;

  /// What is missing before the line that read() gave last, or before what comes; each gap once.
  virtual std::optional<LogGap> take_gap() { return std::nullopt; }
};

/// A place where logs come and go: a folder of containers' files, a file, the journal.
class LogWatch {
 public:
  LogWatch() = default;
  LogWatch(const LogWatch&) = delete;
  LogWatch& operator=(const LogWatch&) = delete;
  virtual ~LogWatch() = default;

  /// Where each log was left, by its key.
  using Positions = std::map<std::string, Json>;

  /// Logs by their keys.
  using Logs = std::map<std::string, std::unique_ptr<FollowedLog>>;

  /// The logs that were not there at the last call, by keys that stay the same for good. A log that has a
  /// position goes on there. Without one it begins at its end at the first call (or at Wanted::since), so
  /// that only what is new comes, and at its start at later ones, and where the place has a position.
  virtual Result<Logs> appeared(const Positions& positions) = 0;

  /// Under which key the place itself is to have a position once it was followed, since it may have no log at
  /// times; empty where those of its logs are enough.
  virtual std::string place() const { return {}; }

  /// A descriptor that poll(2) finds readable when logs have grown, appeared or gone; -1: there is none, look
  /// every second.
  virtual int descriptor() const = 0;

  /// To be called when the descriptor is readable, and every second besides.
  virtual void woken() = 0;

  /// Whether no further log can appear.
  virtual bool over() const = 0;
};

}  // namespace cel
