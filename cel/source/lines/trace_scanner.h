// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cel/source/lines/anchors.h"
#include "cel/source/lines/piece.h"
#include "cel/source/lines/writer_text.h"

namespace cel {

/// Finds the tracebacks in a log, whoever printed them: the engine's pieces joined, the two streams and the
/// services of `docker compose logs` told apart. Looks for anchors only (anchors.h), and parses the lines
/// around them. What it finds depends on the lines alone, not on the blocks that they come in. Takes a
/// megabyte or two, and time in proportion to the log, whatever comes.
class TraceScanner {
 public:
  explicit TraceScanner(TextFormat format = TextFormat::any) : format_(format) {}

  /// Takes whole lines of a log file, the last one with its newline or not. The first begins at `place`, a
  /// number that rises by a byte each, and may skip some.
  void take(std::string_view lines, std::uint64_t place);

  /// Takes a line whose time and writer are known, a journal's, instead. Places rise.
  void take_text(std::string_view text, std::int64_t time, const std::string& writer, std::uint64_t place);

  /// Whether lines wait for others that may belong to them.
  bool waits() const { return open_; }

  /// Where the first line begins that is still needed: one that waits, or may stand above a traceback that
  /// comes. `end` when there is none.
  std::uint64_t needed_from(std::uint64_t end) const;

  /// Nothing comes for now that belongs to the lines which wait.
  void finish();

  /// Takes out what was found, in the log's order; false when there is nothing more for now.
  bool next(FoundTrace& found);

 private:
  /// A line as it came.
  struct Line {
    std::string_view text;
    std::int64_t time = 0;
    std::uint64_t place = 0;
    const std::string* writer = nullptr;  // null: the line tells itself
  };
  struct Kept {
    std::string text;
    std::int64_t time = 0;
    std::uint64_t place = 0;
    std::optional<std::string> writer;
  };
  void open();
  void keep(std::string_view lines, std::uint64_t place);
  void remember(const Line& line);
  void feed(const Line& line);
  WriterText& add(const Line& line, std::string_view& text);
  void close(bool last);
  void forget_recent();

  TextFormat format_;
  Anchors anchors_;
  std::map<std::string, WriterText> writers_;
  std::deque<Kept> recent_;  // the last lines, which may stand above a traceback
  std::size_t recent_bytes_ = 0;
  std::uint64_t end_ = 0;  // behind the last block
  bool open_ = false;
  std::size_t since_ = 0;  // lines since the last that looks like a part of a traceback
  std::size_t bytes_ = 0;  // of all writers' texts
  std::deque<FoundTrace> found_;
};

}  // namespace cel
