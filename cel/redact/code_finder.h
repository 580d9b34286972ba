// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_name.h"
#include "cel/redact/shape_finder.h"
#include "cel/redact/string_literal.h"
#include "cel/redact/text_finder.h"

namespace cel {

/// Finds the secrets of a program's source: strings and numbers that go by a secret's name, but no names that
/// stand for a value.
class CodeFinder {
 public:
  /// Adds what it finds to `found`; `text_finder` searches comments and strings. All must outlive it.
  CodeFinder(const SecretNames& names, ShapeFinder& found, TextFinder& text_finder)
      : names_(names), found_(found), text_finder_(text_finder) {}

  /// Searches the source from `at` to its end.
  void search(std::string_view text, std::size_t at);

 private:
  void start_statement();

  // Each returns where the search goes on.
  std::size_t comment(std::string_view text, std::size_t at, CommandReader& line);
  std::size_t word(std::string_view text, std::size_t at);
  std::size_t string(std::string_view text, const Opening& opening, CommandReader& line);
  std::size_t string_word(std::string_view text, std::size_t begin, std::size_t end, CommandReader& line);

  const SecretNames& names_;
  ShapeFinder& found_;
  TextFinder& text_finder_;
  bool only_targets_ = false;   // the statement so far may be the list that is assigned to,
  bool secret_target_ = false;  // and a secret's name is in it
};

}  // namespace cel
