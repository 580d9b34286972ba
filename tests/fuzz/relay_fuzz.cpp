// SPDX-License-Identifier: Apache-2.0
//
// Any bytes that a client sends a relay become one report that says who sent it, in lines that keep their
// bounds and become the record again; or they are refused.

#include <algorithm>

#include "cel/relay/message.h"
#include "cel/wire/rejoin.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view message = view_of(data, size);
  const Result<EncodedReport> report = report_of_message(message, {77, 1000, 1001});
  CEL_CHECK(static_cast<bool>(report) == (message.ends_with('\n') && size <= kMaxMessage));
  if (!report) {
    CEL_CHECK(!report.error().empty() && report.error().find('\n') == std::string::npos);
    return 0;
  }
  CEL_CHECK(report->record["peer"] == (Json{{"pid", 77}, {"uid", 1000}, {"gid", 1001}}));
  CEL_CHECK(!report->record.contains("cel"));
  std::vector<Rejoined> back;
  Rejoiner rejoiner(std::string(kDefaultTag),
                    [&](Rejoined rejoined) { back.push_back(std::move(rejoined)); });
  for (std::string line : report->lines) {
    CEL_CHECK(line.back() == '\n');
    line.pop_back();
    CEL_CHECK(line.size() <= kDefaultMaxLine);
    CEL_CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
    CEL_CHECK(rejoiner.feed(line) == 0);
  }
  CEL_CHECK(back.size() == 1 && back[0].state == Rejoined::State::whole);
  CEL_CHECK(to_line(back[0].record) == report->json);
  return 0;
}
