// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "cel/base/result.h"

namespace cel {

/// Who wrote a line, as the host attests it: from the fields that the container engine or journald added, or
/// from the path of a log file; never from what the line says. Empty strings are unknown.
struct Container {
  std::string engine;  ///< docker, podman, cri-o, containerd; empty for what is no container's
  std::string id;      ///< the engine's, 64 hex digits or what is known of them
  std::string name;    ///< the container's name; within a pod the container's name there
  std::string image;   ///< by name, where the log says it
  std::string pod;     ///< Kubernetes' pod name
  std::string space;   ///< Kubernetes' namespace
  std::string unit;    ///< systemd's unit, for what ran without a container
  std::string user;    ///< uid of the one who says this, unless it is root: of a rootless engine, or of
                       ///< a program that wrote to the journal itself
  std::string host;    ///< host name
  std::string log;     ///< what was read: "journal", a path, "-"
};

/// A line of a log in which the tag stands, the engine's own splitting undone.
struct LogLine {
  std::int64_t time = 0;  ///< microseconds since 1970-01-01 UTC when the host got it; 0: the log has none
  std::shared_ptr<const Container> container;  ///< never null; one object for all lines of a container
  std::string_view text;  ///< any bytes, without the newline; valid until the next call. What is before the
                          ///< tag may be left out
  bool bare = false;      ///< the text is a record without a tag: a journal entry of the logger's own, or a
                          ///< traceback's
  std::string_view stream = {};  ///< `stdout` or `stderr`, where the log says it and every line is wanted
};

enum class Direction { oldest_first, newest_first };

/// What of a log is wanted. A source skips what it can skip cheaply; its reader checks again.
struct Wanted {
  std::string tag = "container-exception-logger";
  bool every_line = false;  ///< whole lines, with the tag or without, of a log that is followed
  Direction direction = Direction::oldest_first;
  std::int64_t since = 0;                                         ///< microseconds, inclusive
  std::int64_t until = std::numeric_limits<std::int64_t>::max();  ///< microseconds, inclusive
  std::string container;    ///< name or id, or the start of an id; empty: every container's
  bool tracebacks = false;  ///< also those that programs print, as lines that are bare records
};

/// What a source met on its way, for the one summary line on stderr.
struct SourceCounts {
  std::uint64_t bytes = 0;      ///< read, after decompression; 0 where a source cannot tell
  std::uint64_t overlong = 0;   ///< lines given up because they were longer than any line of ours can be
  std::uint64_t malformed = 0;  ///< lines with the tag that the log's own format does not allow
  std::uint64_t lost = 0;       ///< lines that neither memory nor a temporary file had room for
};

/// A log that is read once, from one end to the other. Takes memory that does not grow with the log, and
/// never fails for what a log's lines hold: those are counted.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Fills `line` with the next one that holds the tag; false at the end. An error is one of reading
  /// (permission, a broken disk, a damaged compressed file), and is the end, too.
  virtual Result<bool> next(LogLine& line) = 0;

  /// The line that next() gave is not looked at any more, and need not take memory: others may be read now.
  virtual void let_go() {}

  virtual SourceCounts counts() const = 0;
};

}  // namespace cel
