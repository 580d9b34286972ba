// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_name.h"
#include "cel/redact/secret_option.h"
#include "cel/redact/secret_sign.h"
#include "cel/redact/shape_finder.h"

namespace cel {

/// Finds the secrets of prose, logs, settings and command lines: by shape, by name, and by option.
class TextFinder {
 public:
  /// Adds what it finds to `found`. Both arguments must outlive it.
  TextFinder(const SecretNames& names, ShapeFinder& found) : names_(names), found_(found) {}

  /// Searches `text` from `at` to its end, with `line` as the command line that the text is in.
  void search(std::string_view text, std::size_t at, CommandReader& line);

  /// Returns whether the word `text[begin, end)` before `sign` is a secret's name. `previous`: the word
  /// before it.
  bool names_secret(std::string_view text, std::size_t begin, std::size_t end, const FoundSign& sign,
                    std::string_view previous) const;

 private:
  std::size_t word(std::string_view text, std::size_t at, CommandReader& line);

  const SecretNames& names_;
  ShapeFinder& found_;
  std::size_t quote_ = 0;  // the position after the last quote
};

}  // namespace cel
