// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// A report that was given out: its id, and whose it was, since an id can be copied.
struct Delivered {
  std::string id;
  std::string container;     ///< the engine's id of it, or empty
  std::string user;          ///< as Container::user
  std::string content = {};  ///< as Report::content
};

/// How far each log was read, by the log's key, and the last reports that were given out.
struct CursorContent {
  std::map<std::string, Json> positions;
  std::deque<Delivered> delivered;

  void add(Delivered report);
};

/// What a cursor's file says: lines of JSON, `{"cel":"cursor"}`, then `{"log":KEY,"at":…}` and `{"id":…}`, a
/// later line of a log taking the place of an earlier one, with `"at":null` that of none. Lines that say
/// something else are passed over, and so is a last one without its newline: it is torn. An empty text is an
/// empty cursor; nothing when the first line says that it is none.
std::optional<CursorContent> parse_cursor(std::string_view text);

/// The lines, each with its newline.
std::string cursor_line(const Delivered& report);
std::string cursor_line(const std::string& log, const Json& position);

/// A whole file.
std::string cursor_text(const CursorContent& content);

}  // namespace cel
