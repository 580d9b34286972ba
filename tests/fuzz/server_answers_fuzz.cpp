// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as what servers answer to `cel ship`: each report of a request is settled, refused or sent again,
// and none is two of it.

#include <set>

#include "cel/ship/to/elastic_bulk.h"
#include "cel/ship/to/otlp_logs.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMostReports = 8;
  const std::size_t reports = size > 0 ? 1 + data[0] % kMostReports : 1;
  const std::string_view body = view_of(data, size).substr(size > 0 ? 1 : 0);
  (void)otlp_rejection(body);
  const Verdict verdict = elastic_verdict(body, reports);
  std::set<std::size_t> named;
  for (const std::size_t index : verdict.again) {
    CEL_CHECK(index < reports && named.insert(index).second);
  }
  for (const auto& [index, answer] : verdict.refused) {
    CEL_CHECK(index < reports && named.insert(index).second);
  }
  CEL_CHECK(named.empty() || verdict.outcome == Verdict::Outcome::settled);
  return 0;
}
