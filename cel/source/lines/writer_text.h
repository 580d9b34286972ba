// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"
#include "cel/source/lines/piece.h"
#include "cel/source/source.h"

namespace cel {

/// A traceback that was found in a log.
struct FoundTrace {
  Json record;                         ///< as traceback_record.h makes it
  std::int64_t time = 0;               ///< microseconds, of its first line; 0: the log has none
  std::uint64_t place = 0;             ///< of its first line
  std::string writer;                  ///< who wrote it, as TraceScanner was told
  std::optional<Container> container;  ///< that the prefix of its lines names
};

/// What one writer has written to a log, one stream of a container, as far as it is searched for tracebacks.
class WriterText {
 public:
  /// Adds a line. Returns its text as it is kept: the beginning of one that is too long.
  std::string_view add(std::string_view text, std::int64_t time, std::uint64_t place);

  /// Adds a piece of a line that an engine has split. Returns the line's text with the last one, else
  /// nothing.
  std::string_view add(const Piece& piece, std::uint64_t place);

  /// The line that was added last, or the one whose piece was, looks like a part of a traceback.
  void mark_part();

  void set_container(std::optional<Container> container) { container_ = std::move(container); }

  /// Bytes of its lines.
  std::size_t size() const { return text_.size(); }

  /// Where the first of its lines begins, pieces included; `end` if it has none.
  std::uint64_t first_place(std::uint64_t end) const;

  /// Appends the tracebacks in it to `found` and drops its lines; if it may go on, those of the last one
  /// stay, as long as they have `room` bytes at most, and that one is no part of what was found.
  void take_out(const std::string& writer, bool goes_on, std::size_t room, std::deque<FoundTrace>& found);

 private:
  /// Where a line begins, and what is known of it.
  struct Mark {
    std::size_t begin = 0;
    std::int64_t time = 0;
    std::uint64_t place = 0;
  };

  std::string text_;
  std::vector<Mark> marks_;
  std::optional<std::size_t> first_part_;  // by the number of its line
  std::size_t last_part_ = 0;
  std::string partial_;  // of a line that an engine has split
  std::optional<Mark> partial_mark_;
  std::optional<Container> container_;
};

}  // namespace cel
