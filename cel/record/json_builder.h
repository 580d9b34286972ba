// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cel/record/json.h"
#include "cel/record/json_input.h"

namespace cel {

/// Builds a Json from the events of nlohmann's parser. Its own builder would do, were it not for depth,
/// duplicate keys, bounds, and that its objects copy all that they hold whenever they grow.
class JsonBuilder {
 public:
  /// What becomes of values beyond the bounds.
  enum class Excess { refused, left_out };

  /// Of what `input` holds, which must live as long, within `bounds`.
  JsonBuilder(JsonInput& input, const JsonBounds& bounds, Excess excess)
      : input_(input), bounds_(bounds), excess_(excess) {
    values_.reserve(kUsuallyOpen);
  }

  /// The whole value, once.
  Json take() { return std::move(values_.front().second); }

  /// What there is of a value that the text ended in the middle of, once; null where there is nothing.
  Json take_start();

  // The names and signatures are those of nlohmann's SAX interface.
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool number_float(Json::number_float_t value, const std::string& digits) {
    const bool whole = digits.find_first_of(".eE") == std::string::npos;
    return whole ? add_string(digits) : add(value);
  }
  bool string(std::string& /*value*/) { return add_string(input_.take_string()); }
  bool binary(Json::binary_t& /*value*/) { return false; }
  bool key(std::string& /*value*/) {
    key_ = input_.take_string();
    if (!is_short(key_)) {
      key_ = bounded(std::move(key_));
    }
    return true;
  }
  bool start_object(std::size_t /*size*/) { return open(true); }
  bool start_array(std::size_t /*size*/) { return open(false); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return false;
  }

 private:
  using Value = std::pair<std::string, Json>;  // with its key, in an object

  struct Open {
    std::size_t first;  // where in values_ its first value is
    bool is_object;
    std::size_t left_out;
  };

  static constexpr std::size_t kUsuallyOpen = 16;  // values
  static constexpr std::size_t kShortString = 64;  // bytes of a string that the bound of values covers
  static constexpr unsigned kSteps = 256;          // values between two looks at the clock

  static bool is_short(const std::string& text) { return text.size() <= kShortString; }

  template <typename Content>
  bool add(Content&& content) {
    if (skipped_levels_ > 0) {
      return skip();
    }
    if (!admits_value()) {
      return excess_ == Excess::left_out && skip();
    }
    values_.emplace_back(std::move(key_), std::forward<Content>(content));
    return goes_on();
  }

  bool add_string(std::string text) {
    if (skipped_levels_ == 0 && !is_short(text)) {
      text = bounded(std::move(text));
    }
    return add(std::move(text));
  }

  bool goes_on() { return ++steps_ % kSteps != 0 || bounds_.until == nullptr || !bounds_.until->passed(); }

  bool admits_value();
  bool skip();
  std::string bounded(std::string text);
  bool open(bool is_object);
  bool close();

  JsonInput& input_;
  JsonBounds bounds_;  // what is left of them
  Excess excess_;
  std::vector<Value> values_;  // what is open, and what is complete in it
  std::vector<Open> open_;
  std::string key_;
  std::size_t skipped_levels_ = 0;  // how many levels the parser is within what is left out
  unsigned steps_ = 0;
};

}  // namespace cel
