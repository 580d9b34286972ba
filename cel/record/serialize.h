// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// A record on one line of pure ASCII, and where its elements lie in that line: what is asked for by size or
/// goes into a head need not be serialized again.
class SerializedRecord {
 public:
  struct Element {
    std::size_t key;    ///< offset of `"key":value`
    std::size_t value;  ///< offset of the value
    std::size_t end;
  };

  explicit SerializedRecord(const Json& record);

  const std::string& line() const { return line_; }

  /// The elements, in the order of the record's members.
  const std::vector<Element>& elements() const { return elements_; }

  /// `"key":value` of an element. The view is into line().
  std::string_view member(const Element& element) const {
    return std::string_view(line_).substr(element.key, element.end - element.key);
  }

  /// The value of an element alone.
  std::string_view value(const Element& element) const {
    return std::string_view(line_).substr(element.value, element.end - element.value);
  }

 private:
  std::string line_;
  std::vector<Element> elements_;
};

}  // namespace cel
