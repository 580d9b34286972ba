// SPDX-License-Identifier: Apache-2.0
//
// A text is JSON, and the same value, for us and for nlohmann's own parser, which reads every byte of a
// string.

#include <algorithm>
#include <cctype>

#include "cel/record/json.h"
#include "cel/record/unescape.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

/// Whether we make something else of it on purpose: of numbers that no JSON number could carry, and of depth.
bool is_taken_otherwise(std::string_view text) {
  constexpr std::size_t kDigits = 19;
  std::size_t digits = 0;
  const bool number = std::any_of(text.begin(), text.end(), [&digits](unsigned char byte) {
    digits = std::isdigit(byte) != 0 ? digits + 1 : 0;
    return digits == kDigits;
  });
  const auto opening = std::count_if(text.begin(), text.end(), [](char c) { return c == '[' || c == '{'; });
  return number || opening > static_cast<std::ptrdiff_t>(kMaxDepth);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const auto value = parse_json(text);
  CEL_CHECK(value.has_value() == Json::accept(text));
  if (value && !is_taken_otherwise(text)) {
    CEL_CHECK(*value == Json::parse(text));
  }
  std::string unescaped;
  const std::size_t read = append_unescaped(text, unescaped);
  CEL_CHECK(read <= size);
  const Json string = Json::parse('"' + std::string(text.substr(0, read)) + '"', nullptr, false);
  CEL_CHECK(string == Json(unescaped));
  return 0;
}
