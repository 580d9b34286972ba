// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cel/base/clock.h"
#include "cel/redact/mask.h"
#include "cel/redact/secret_name.h"
#include "cel/redact/secret_option.h"
#include "cel/redact/secret_value.h"

namespace cel {

/// Finds the secrets of one text, in order, in one pass over it. What has been found is not looked at again,
/// and what has to be looked ahead for is looked for once: the time is in proportion to the text.
class SecretFinder {
 public:
  /// `until`: when to leave the rest of the text unread, if that is not null.
  explicit SecretFinder(const SecretNames& names, const Deadline* until = nullptr)
      : names_(names), until_(until) {}

  /// The secrets of a text of any kind. Source lines in Python's tracebacks are taken for code.
  std::vector<Secret> in_text(std::string_view text);

  /// The secrets of lines of a program's source: strings and numbers, but no names that stand for a value.
  std::vector<Secret> in_code(std::string_view text);

 private:
  void text(std::string_view text, std::size_t at, CommandLine& line);
  void code(std::string_view text, std::size_t at);

  // Each returns where to go on.
  std::size_t word(std::string_view text, std::size_t at, CommandLine& line);
  std::size_t shape(std::string_view text, std::size_t begin, std::size_t end);
  std::size_t url(std::string_view text, std::size_t at);
  std::size_t line_of_key(std::string_view text, std::size_t at);
  std::size_t string_in_code(std::string_view text, const Opening& opening, CommandLine& line);
  std::size_t word_in_code(std::string_view text, std::size_t at);
  std::size_t literals(std::string_view text, std::size_t begin, std::size_t end, const FoundSign& sign);

  bool names_secret(std::string_view text, std::size_t begin, std::size_t end, const FoundSign& sign,
                    std::string_view previous) const;
  void add(std::size_t begin, std::size_t end, Secret::Kind kind) { found_.push_back({begin, end, kind}); }
  bool out_of_time(std::string_view text, std::size_t at);

  const SecretNames& names_;
  const Deadline* until_;
  std::vector<Secret> found_;
  std::size_t quote_ = 0;       // behind the last quote
  std::size_t digits_end_ = 0;  // no card's number begins before
  std::size_t url_end_ = 0;     // of the URL that was looked at last
  std::size_t url_at_ = 0;      // its last @
  bool targets_ = false;        // in code: all since the statement's start may be what is assigned to,
  bool secret_target_ = false;  // and a secret is among them
  std::size_t steps_ = 0;
  bool stopped_ = false;
};

}  // namespace cel
