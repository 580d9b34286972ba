// SPDX-License-Identifier: Apache-2.0
//
// Any bytes in a log are lines of ours or not, and cost no more than the limits say.

#include "cel/wire/rejoin.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  RejoinLimits limits;
  limits.record_bytes = 10'000;
  limits.pending_bytes = 20'000;
  limits.pending_records = 3;
  limits.remembered_ids = 4;
  Rejoiner rejoiner(
      "tag", [](const Rejoined& report) { CEL_CHECK(report.record.is_object()); }, limits);
  std::string_view rest = view_of(data, size);
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    CEL_CHECK(rejoiner.feed(line) <= line.size());
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  rejoiner.finish();
  return 0;
}
