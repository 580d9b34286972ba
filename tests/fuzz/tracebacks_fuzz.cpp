// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the log of a program without a hook: the same tracebacks whether its lines come in one block,
// in two or one by one, in order, each a record that is a report's.

#include <string>
#include <vector>

#include "cel/source/lines/trace_scanner.h"
#include "cel/source/lines/traceback_record.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

using Blocks = std::vector<std::string_view>;

std::vector<std::string> found_in(const Blocks& blocks) {
  TraceScanner scanner;
  std::uint64_t place = 0;
  std::uint64_t last = 0;
  std::vector<std::string> records;
  const auto take_out = [&] {
    for (FoundTrace found; scanner.next(found);) {
      CEL_CHECK(found.place >= last && found.place < place);
      CEL_CHECK(found.record["mechanism"] == "log" && !found.record["exceptions"].empty());
      records.push_back(identified(std::move(found.record), found.time, found.place));
      CEL_CHECK(records.back().find('\n') == std::string::npos);
    }
  };
  for (const std::string_view block : blocks) {
    CEL_CHECK(scanner.needed_from(place) <= place);
    scanner.take(block, place);
    place += block.size();
    take_out();
  }
  scanner.finish();
  CEL_CHECK(!scanner.waits());
  take_out();
  return records;
}

Blocks lines_in(std::string_view log) {
  Blocks lines;
  while (!log.empty()) {
    const std::size_t newline = log.find('\n');
    const std::size_t size = newline == std::string_view::npos ? log.size() : newline + 1;
    lines.push_back(log.substr(0, size));
    log.remove_prefix(size);
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::string_view log = view_of(data + 2, size - 2);
  const std::vector<std::string> whole = found_in({log});
  CEL_CHECK(whole == found_in(lines_in(log)));
  const std::size_t newline = log.find('\n', (data[0] * 256U + data[1]) % size);
  if (newline != std::string_view::npos && newline + 1 < log.size()) {
    CEL_CHECK(whole == found_in({log.substr(0, newline + 1), log.substr(newline + 1)}));
  }
  return 0;
}
