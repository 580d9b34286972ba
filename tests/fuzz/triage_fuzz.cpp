// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the file of how groups stand: they are a state, which is read as it is written, or an error
// that names its place.

#include "cel/report/triage/triage_text.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto triage = parse_triage(view_of(data, size));
  if (!triage) {
    CEL_CHECK(triage.error().starts_with("line "));
    return 0;
  }
  const auto again = parse_triage(triage_text(*triage));
  CEL_CHECK(again && again->entries() == triage->entries());
  return 0;
}
