// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "cel/record/unescape.h"

namespace cel {

/// A text as nlohmann's parser reads it, by one byte after the other. That is slow for strings, which are
/// most of a record: of those that unescape.h knows all about, the parser sees but the quotes, and
/// take_string() has what is between them. All the rest, and what is right or wrong, the parser judges.
class JsonInput {
 public:
  /// `text` stays the caller's, and must live as long.
  explicit JsonInput(std::string_view text) : rest_(text) {}

  /// The string that the parser read last: `parsed` is what it saw of it.
  std::string take_string(std::string& parsed) { return std::move(passed_by_ ? string_ : parsed); }

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
    const char byte = rest_.front();
    rest_.remove_prefix(1);
    if (escaped_) {
      escaped_ = false;
    } else if (byte == '"') {
      in_string_ = !in_string_;
      if (in_string_) {
        pass_by();
      }
    } else {
      escaped_ = in_string_ && byte == '\\';
    }
  }

  void pass_by() {
    string_.clear();
    const std::size_t size = append_unescaped(rest_, string_);
    passed_by_ = size < rest_.size() && rest_[size] == '"';
    if (passed_by_) {
      rest_.remove_prefix(size);
    }
  }

  std::string_view rest_;
  std::string string_;
  bool passed_by_ = false;  // the last string, so that it is in string_
  bool in_string_ = false;
  bool escaped_ = false;  // by a backslash before it
};

}  // namespace cel
