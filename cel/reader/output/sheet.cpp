// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/sheet.h"

#include <algorithm>
#include <vector>

#include "cel/reader/output/printable.h"

namespace cel {

std::size_t Sheet::room(std::size_t taken) const {
  return style_.width - std::min(style_.width - 2, indent + taken);
}

void Sheet::line(std::string_view first, Ink ink, std::string_view text) {
  begin(first);
  text_ += style_.paint(ink, fitted(text, room(columns(first))));
  text_ += '\n';
}

void Sheet::block(std::string_view first, Ink first_ink, Ink ink, std::string_view text, std::size_t lines) {
  const std::size_t column = columns(first);
  const std::vector<std::string> rows = wrapped(text, room(column));
  for (std::size_t i = 0; i < std::min(rows.size(), lines); ++i) {
    const bool cut = i + 1 == lines && rows.size() > lines;
    begin("");
    text_ += i == 0 ? style_.paint(first_ink, first) : std::string(column, ' ');
    text_ += style_.paint(ink, cut ? fitted(rows[i] + rows[i + 1], room(column)) : rows[i]);
    text_ += '\n';
  }
}

void Sheet::begin(std::string_view first) {
  text_.append(indent, ' ');
  text_ += first;
}

}  // namespace cel
