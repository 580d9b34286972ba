// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/source/bytes/file_chain.h"
#include "cel/source/lines/find.h"
#include "cel/source/lines/piece.h"
#include "cel/source/lines/scan_buffer.h"
#include "cel/source/lines/wrapped_line.h"
#include "cel/source/source.h"

namespace cel {

/// From the first of a line's pieces to its last one there are at most so many bytes of a log, other lines
/// between them included, and no line is longer. No line that the logger writes by default comes near.
inline constexpr std::size_t kLongestLine = std::size_t{4} << 20U;

/// Which of a log's lines are wanted: those that begin within it.
struct LogRange {
  LogPlace begin;
  LogPlace end;
  bool holds(LogPlace place) const { return begin <= place && place < end; }
};

/// A line of a container in which the tag stands.
struct TextLine {
  LogPlace place;         ///< where its first piece begins
  std::int64_t time = 0;  ///< microseconds, of its first piece; 0: none
  std::string_view text;  ///< from the tag on, if the line is not wrapped; valid until the next call
  const Container* container = nullptr;  ///< said to have written it, by a wrapped line or a prefix;
                                         ///< null: nothing is said; valid until the next call
};

/// For each stream, up to where its pieces have been taken: they belong to a line that came out before.
using TakenPieces = std::array<LogPlace, 2>;

/// Finds the lines that hold the tag in a log of one container, in the order in which they begin, the
/// engine's splitting undone: Docker's json-file, CRI, plain text, lines wrapped by others. Looks at nothing
/// but hits; takes 2 MiB, and up to twice kLongestLine where lines are long.
class TextScan {
 public:
  /// Reads `chain` from its start, which is the beginning of a line and may be before `range`: what begins
  /// there takes its pieces, and is not given out. `counts` is added to. All but `taken` outlive the scan.
  TextScan(FileChain& chain, const Finder& finder, TextFormat format, LogRange range, TakenPieces taken,
           SourceCounts& counts);

  /// Gives all lines to `tap`, too, in blocks, with the offset in the chain of each block. next() returns
  /// false after each block then, so that what was found in it need not be kept.
  using Tap = std::function<void(std::string_view lines, std::uint64_t offset)>;
  void tap(Tap tap) { tap_ = std::move(tap); }

  /// To be called first where the chain's start is not the beginning of a line: passes over the rest of it.
  void skip_line();

  /// The next line; false at the end, which over() tells.
  bool next(TextLine& line);
  bool over() const { return over_; }

  /// Where the next line is looked for: a later scan may begin here with taken().
  LogPlace position() const { return buffer_.place(begin_); }
  const TakenPieces& taken() const { return taken_; }

 private:
  bool advance();
  bool read_more();
  void find_end_of_lines(std::size_t from);
  void skip_long_line();
  bool take(std::size_t at, TextLine& line);
  bool unwrap(std::string_view whole, TextLine& line);
  bool join(const Piece& first, std::size_t start, std::size_t next);

  ScanBuffer buffer_;
  const Finder& finder_;
  TextFormat format_;
  LogRange range_;
  TakenPieces taken_;
  SourceCounts& counts_;
  Tap tap_;

  std::size_t begin_ = 0;  // what is before in the buffer has been dealt with
  std::size_t lines_ = 0;  // up to here there are whole lines, in which was searched
  bool over_ = false;
  bool long_line_ = false;  // the buffer begins in the middle of a line that is too long
  LogPlace long_place_;     // where that line begins
  std::vector<std::size_t> found_;
  std::size_t next_found_ = 0;
  std::string text_;
  std::vector<WrappedLine> wrapped_;  // of the last line, those that have not come out yet last first
  std::optional<Container> prefix_;   // of the last line: what its prefix names
  LogPlace wrapped_place_;
  WrappedLine unwrapped_;
};

}  // namespace cel
