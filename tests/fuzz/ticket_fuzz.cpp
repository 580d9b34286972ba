// SPDX-License-Identifier: Apache-2.0
//
// Any text as what a report says: in a ticket it is within code spans and code blocks, which it cannot end.

#include <algorithm>

#include "cel/reader/output/printable.h"
#include "cel/reader/show/ticket.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

std::size_t leading(std::string_view text) {
  return text.find_first_not_of('`') == std::string_view::npos ? text.size() : text.find_first_not_of('`');
}

/// A code span ends where a run of as many backticks as at its start stands (CommonMark 0.31, 6.1).
void check_span(std::string_view span) {
  const std::size_t fence = leading(span);
  std::size_t ends = 0;
  for (std::size_t at = fence; at < span.size();) {
    const std::size_t run = leading(span.substr(at));
    ends += run == fence ? 1 : 0;
    CEL_CHECK(run != fence || at + run == span.size());
    at += run == 0 ? 1 : run;
  }
  CEL_CHECK(ends == 1);
}

/// A code block ends at a line that begins with as many backticks or more (4.5).
void check_block(std::string_view block) {
  const std::size_t fence = leading(block);
  for (std::size_t at = block.find('\n'); at != std::string_view::npos; at = block.find('\n', at + 1)) {
    std::string_view line = block.substr(at + 1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    CEL_CHECK(leading(line) < fence || line.size() == fence + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const std::string line = printable(text);
  if (!line.empty()) {
    check_span(code_span(line));
  }
  std::string lines;
  for (const std::string& each : printable_lines(text)) {
    (lines += each) += '\n';
  }
  check_block(code_block(lines));
  Report report;
  report.container = std::make_shared<const Container>();
  report.record = Json{{"reason", text}, {"backtrace", text}};
  CEL_CHECK(ticket_of(report, {}, {std::string(text)}, 0).size() < 60'000);
  return 0;
}
