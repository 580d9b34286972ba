// SPDX-License-Identifier: Apache-2.0
//
// Whatever a report holds, what is shown of it fits the terminal and holds no control character but newlines.

#include "cel/reader/show/show.h"

#include "cel/reader/output/printable.h"
#include "cel/record/json.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const Style style{kMinWidth + data[0] % 100U, false};
  Report report;
  report.container = std::make_shared<const Container>();
  const std::string_view text = view_of(data + 2, size - 2);
  const auto record = parse_nearly_json(text);
  report.record = record && record->is_object() ? *record : Json{{"reason", text}, {"backtrace", text}};
  const std::string shown = render_report(report, {}, style, {0, data[1] % 2 == 0});
  std::size_t start = 0;
  while (start < shown.size()) {
    const std::size_t end = shown.find('\n', start);
    CEL_CHECK(end != std::string::npos);
    const std::string line = shown.substr(start, end - start);
    CEL_CHECK(columns(line) <= style.width);
    CEL_CHECK(printable(line) == line);
    start = end + 1;
  }
  return 0;
}
