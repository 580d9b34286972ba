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
/// duplicate keys, and that its objects copy all that they hold whenever they grow.
class JsonBuilder {
 public:
  /// Of what `input` holds, which must live as long, and at most so many values.
  JsonBuilder(JsonInput& input, std::size_t max_values) : input_(input), values_left_(max_values) {
    values_.reserve(kUsuallyOpen);
  }

  /// The whole value, once.
  Json take() { return std::move(values_.front().second); }

  // The names and signatures are those of nlohmann's SAX interface.
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool number_float(Json::number_float_t value, const std::string& digits) {
    const bool whole = digits.find_first_of(".eE") == std::string::npos;
    return whole ? add(digits) : add(value);
  }
  bool string(std::string& value) { return add(input_.take_string(value)); }
  bool binary(Json::binary_t& /*value*/) { return false; }
  bool key(std::string& value) {
    key_ = input_.take_string(value);
    return true;
  }
  bool start_object(std::size_t /*size*/) { return open(); }
  bool start_array(std::size_t /*size*/) { return open(); }
  bool end_object() { return close(true); }
  bool end_array() { return close(false); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return false;
  }

 private:
  using Value = std::pair<std::string, Json>;  // with its key, in an object

  static constexpr std::size_t kUsuallyOpen = 16;  // values

  bool spend_value() {
    if (values_left_ == 0) {
      return false;
    }
    --values_left_;
    return true;
  }

  template <typename Content>
  bool add(Content&& content) {
    if (!spend_value()) {
      return false;
    }
    if (too_deep_ == 0) {
      values_.emplace_back(std::move(key_), std::forward<Content>(content));
    }
    return true;
  }

  bool open();
  bool close(bool object);

  JsonInput& input_;
  std::vector<Value> values_;      // what is open, and what is complete in it
  std::vector<std::size_t> open_;  // where in values_ the first value of each open one is
  std::string key_;
  std::size_t values_left_;
  std::size_t too_deep_ = 0;  // how many levels below kMaxDepth the parser is
};

}  // namespace cel
