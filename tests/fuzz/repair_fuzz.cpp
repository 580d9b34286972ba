// SPDX-License-Identifier: Apache-2.0
//
// Repairing changes nothing that was right, and what it makes stays as it is when repaired again.

#include "cel/record/json.h"
#include "cel/record/repair.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const std::string repaired = repair_json(text);
  CEL_CHECK(repaired.size() <= text.size() * 6);
  CEL_CHECK(repair_json(repaired) == repaired);
  if (const auto value = parse_json(text)) {
    const auto again = parse_json(repaired);
    CEL_CHECK(again && *again == *value);
  }
  return 0;
}
