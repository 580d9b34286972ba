// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// A traceback, as it was found in a text.
struct Trace {
  std::string type;        ///< the language, in the words of a record's `type`: `Python3`, `Java`, …
  Json exceptions;         ///< a record's `exceptions` (docs/record.md): never empty, the raised one first
  std::size_t offset = 0;  ///< where it starts in the text, in bytes, with headers such as `Exception in …`
  std::size_t length = 0;  ///< its bytes
};

/// The last traceback in `text`, in any of the languages that docs/grouping.md names; nothing when there is
/// none. What stands before and after it may be anything: `text` may be all that a program ever wrote to its
/// stderr, or the `backtrace` of a record. `type_hint` is the record's `type`: it tells Python 2 from 3,
/// whose tracebacks look alike, and lets an error of the named language count that was printed without any
/// frame.
///
/// Any bytes. Time is in proportion to the text; memory is bounded by kMaxFrames and kMaxLinks, and by the
/// longest line.
std::optional<Trace> parse_trace(std::string_view text, std::string_view type_hint = {});

/// All tracebacks in `text`, a log that goes on behind them, whose lines have nothing before them, in their
/// order. A message at the end of one goes on over lines that are indented or have such a one below them.
/// Only lines from the offset `from` on are looked at for what tells a traceback. Any bytes, and as cheap.
std::vector<Trace> traces_in(std::string_view text, std::size_t from = 0);

/// The fingerprint of any record (trace/fingerprint.h): from its `exceptions`, or from the text of its
/// `backtrace`, or, where that holds no traceback, from its reason and the name of the program. Never what
/// the record itself claims its fingerprint to be.
std::string fingerprint_of(const Json& record);

}  // namespace cel
