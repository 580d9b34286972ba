// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "cel/reader/output/terminal.h"

namespace cel {

/// Lines of printable text that all fit a style's width, as they are written one below the other.
class Sheet {
 public:
  /// `style` must outlive it.
  explicit Sheet(const Style& style) : style_(style) {}

  std::size_t indent = 0;  ///< columns at the start of every line

  const Style& style() const { return style_; }

  /// Columns that are left on a line once `taken` are used; at least 2.
  std::size_t room(std::size_t taken) const;

  void blank() { text_ += '\n'; }

  /// A line of `first`, plain, and `text`, cut where the screen ends.
  void line(std::string_view first, Ink ink, std::string_view text);

  /// `text` behind `first`, over as many lines as it takes but at most `lines`, all aligned.
  void block(std::string_view first, Ink first_ink, Ink ink, std::string_view text, std::size_t lines);

  /// Begins a line with `first`, unpainted; add() appends painted text, the last of which ends with a
  /// newline.
  void begin(std::string_view first);
  void add(std::string_view painted) { text_ += painted; }

  std::string take() { return std::move(text_); }

 private:
  const Style& style_;
  std::string text_;
};

}  // namespace cel
