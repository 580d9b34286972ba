// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the file of `cel follow`'s cursor: what is read is what was written, and a torn last line
// takes nothing with it.

#include "cel/report/follow/cursor_file.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

bool equal(const CursorContent& one, const CursorContent& other) {
  return cursor_text(one) == cursor_text(other);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = std::string("{\"cel\":\"cursor\"}\n").append(view_of(data, size));
  const auto content = parse_cursor(text);
  CEL_CHECK(content);
  const auto again = parse_cursor(cursor_text(*content));
  CEL_CHECK(again && equal(*content, *again));
  CEL_CHECK(again->positions.size() == content->positions.size());
  CEL_CHECK(again->delivered.size() == content->delivered.size());
  const auto whole = parse_cursor(text.substr(0, text.rfind('\n') + 1));
  CEL_CHECK(whole && equal(*content, *whole));
  (void)parse_cursor(view_of(data, size));
  return 0;
}
