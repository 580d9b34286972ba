// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "cel/record/json_string.h"

namespace cel {

/// A text as nlohmann's parser reads it, by one byte after the other. That is slow for strings, which are
/// most of a record, and keeps two copies of each: the parser sees but their quotes, and take_string() has
/// what is between them. All the rest, and what is right or wrong, the parser judges.
class JsonInput {
 public:
  /// `text` stays the caller's, and must live as long.
  JsonInput(std::string_view text, Dialect dialect) : rest_(text), dialect_(dialect) {
    if (dialect_ == Dialect::nearly) {
      pass_by_foreign();
    }
  }

  /// The string that the parser read last.
  std::string take_string() { return std::move(string_); }

  /// Whether the text ends within a string, whose start take_string() has.
  bool ends_in_string() const { return in_string_ && rest_.empty(); }

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    explicit Iterator(JsonInput* input) : input_(input) {}
    char operator*() const { return input_->rest_.front(); }
    Iterator& operator++() {
      input_->advance();
      return *this;
    }
    bool operator==(const Iterator& /*end*/) const { return input_->rest_.empty(); }

   private:
    JsonInput* input_;
  };

  /// Each is where the input has come to by then.
  Iterator begin() { return Iterator(this); }
  Iterator end() { return Iterator(this); }

 private:
  void advance() {
    const bool quote = rest_.front() == '"';
    rest_.remove_prefix(1);
    if (foreign_ && rest_.empty()) {
      rest_ = after_foreign_;
      foreign_ = false;
    }
    if (in_string_) {
      in_string_ = !quote;  // no quote: the parser is about to refuse the text
    } else if (quote) {
      in_string_ = true;
      pass_by_string();
      return;
    }
    if (dialect_ == Dialect::nearly && !in_string_) {
      pass_by_foreign();
    }
  }

  void pass_by_string() {
    if (!foreign_) {
      string_.clear();
      rest_.remove_prefix(append_json_string(rest_, dialect_, string_));
    }
  }

  /// Lets the parser see the quotes of a string instead of a word that is not JSON's.
  void pass_by_foreign() {
    if (number_left_ > 0) {
      --number_left_;
      return;
    }
    const std::size_t size = foreign_token(rest_, number_left_);
    number_left_ -= number_left_ > 0 ? 1 : 0;
    if (size > 0) {
      string_ = rest_.substr(0, size);
      after_foreign_ = rest_.substr(size);
      rest_ = "\"\"";
      foreign_ = true;
    }
  }

  std::string_view rest_;
  std::string string_;  // the last one
  Dialect dialect_;
  std::string_view after_foreign_;
  std::size_t number_left_ = 0;  // bytes of a number that is being read
  bool foreign_ = false;         // the parser is at what stands for a word that is not JSON's
  bool in_string_ = false;
};

}  // namespace cel
