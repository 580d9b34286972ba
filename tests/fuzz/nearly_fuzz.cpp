// SPDX-License-Identifier: Apache-2.0
//
// What is JSON is the same value when it is read as what is nearly JSON; and whatever a text is, bounds are
// kept, and its start has no more than its whole.

#include "cel/record/json.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

constexpr std::size_t kValues = 20;
constexpr std::size_t kMembers = 5;
constexpr std::size_t kStrings = 1000;
constexpr std::size_t kLongString = 300;

/// Of all values that `value` holds, itself one of them.
std::size_t count_values(const Json& value) {
  std::size_t count = 1;
  if (value.is_structured()) {
    for (const Json& element : value) {
      count += count_values(element);
    }
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const auto nearly = parse_nearly_json(text);
  if (const auto value = parse_json(text)) {
    // A number too long for Dialect::nearly is the one thing that it reads otherwise.
    CEL_CHECK(nearly && (*nearly == *value || size > 1024));
  }
  const JsonBounds bounds{kValues, kLongString, kStrings, kMembers, kStrings, nullptr};
  const auto bounded = parse_bounded_json(text, bounds);
  CEL_CHECK(bounded.has_value() == nearly.has_value());
  for (const Json& value : {bounded.value_or(Json()), parse_start_of_json(text, bounds)}) {
    // A marker for each level that something is left out of.
    CEL_CHECK(count_values(value) <= kValues + kMembers + kMaxDepth);
  }
  return 0;
}
