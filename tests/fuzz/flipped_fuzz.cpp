// SPDX-License-Identifier: Apache-2.0
//
// Whatever happens to the lines of a record on their way, what comes out as whole is the record.

#include "cel/record/build.h"
#include "cel/wire/encode.h"
#include "cel/wire/rejoin.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kEdits = 32;
  if (size < kEdits + 700) {
    return 0;  // too short for more than one line
  }
  Origin origin;
  origin.type = "Text";
  const Json record = record_of_text(view_of(data + kEdits, size - kEdits), origin);
  std::vector<std::string> lines =
      encode_record(record, SerializedRecord(record), LineFormat{"tag", kMinMaxLine}, "00112233aabbccdd");
  // Each edit is four bytes: which line, where in it, what to do, and the new byte.
  for (std::size_t i = 0; i + 4 <= kEdits && !lines.empty(); i += 4) {
    const std::size_t at = data[i] % lines.size();
    std::string& line = lines[at];
    switch (data[i + 2] % 5) {
      case 0:
        line[data[i + 1] * 2U % line.size()] = static_cast<char>(data[i + 3]);
        break;
      case 1:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 2:
        line.swap(lines[data[i + 3] % lines.size()]);
        break;
      case 3:
        lines.push_back(line);
        break;
      default:
        break;
    }
  }
  int whole = 0;
  Rejoiner rejoiner("tag", [&](const Rejoined& report) {
    if (report.state == Rejoined::State::whole && report.parts > 0) {
      CEL_CHECK(report.record == record);
      ++whole;
    }
  });
  for (const std::string& line : lines) {
    rejoiner.feed(std::string_view(line).substr(0, line.find('\n')));
  }
  rejoiner.finish();
  CEL_CHECK(whole <= 1);
  return 0;
}
