// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/ticket.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/reader/output/printable.h"
#include "cel/reader/show/show.h"
#include "cel/record/cut.h"
#include "cel/report/group_id.h"

namespace cel {
namespace {

constexpr std::size_t kTicketColumns = 300;       // of a line outside of the traceback
constexpr std::size_t kTicketTrace = 32U << 10U;  // bytes: GitHub takes 64 KiB of text

/// The longest run of backticks.
std::size_t longest_fence(const std::string& text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char letter : text) {
    run = letter == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// Without what would make the fences of a block longer than what is in them.
std::string with_short_runs(const std::string& text) {
  constexpr std::size_t kLongestRun = 100;  // of backticks
  std::string out;
  std::size_t run = 0;
  for (const char letter : text) {
    run = letter == '`' ? run + 1 : 0;
    if (run <= kLongestRun) {
      out += letter;
    }
  }
  return out;
}

std::string trace_of(const Report& report, const Occurrences& occurrences, std::int64_t now) {
  constexpr std::size_t kPlainWidth = 110;
  std::string trace = render_raw(report);
  if (trace.find_first_not_of('\n') == std::string::npos) {
    trace = render_report(report, occurrences, Style{kPlainWidth, false}, {now, false});
  }
  return with_short_runs(keep_ends(trace, kTicketTrace));
}

}  // namespace

// A code span ends at a run of as many backticks as it began with, and loses a space at each end where both
// have one (CommonMark 0.31, 6.1).
std::string code_span(const std::string& text) {
  if (text.empty()) {
    return {};
  }
  const std::string fence(longest_fence(text) + 1, '`');
  const bool is_padded =
      text.front() == '`' || text.back() == '`' || text.front() == ' ' || text.back() == ' ';
  const char* const pad = is_padded ? " " : "";
  return fence + pad + text + pad + fence;
}

// A fenced code block ends at a line of at least as many backticks as it began with (CommonMark 0.31, 4.5).
std::string code_block(const std::string& text) {
  const std::string fence(std::max<std::size_t>(longest_fence(text) + 1, 3), '`');
  return fence + "text\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string ticket_of(const Report& report, const Occurrences& occurrences,
                      const std::vector<std::string>& containers, std::int64_t now) {
  std::string ticket = "# " + code_span(fitted(headline_of(report), kTicketColumns)) + "\n\n";
  for (const Fact& fact : facts_of(report, occurrences, now)) {
    ticket += fmt::format("- {}: {}\n", fact.label, code_span(fitted(fact.value, kTicketColumns)));
  }
  if (!containers.empty()) {
    std::vector<std::string> names;
    names.reserve(containers.size());
    for (const std::string& name : containers) {
      names.push_back(code_span(fitted(printable(name), kTicketColumns / 4)));
    }
    ticket += fmt::format("- Containers: {}\n", fmt::join(names, ", "));
  }
  ticket += "\n" + code_block(trace_of(report, occurrences, now)) + "\n";
  const std::string group = occurrences.group.id.empty() ? group_of_error(report).id : occurrences.group.id;
  ticket += fmt::format("Everything of it: {}. All reports of its group: {}. Once it is corrected: {}.\n",
                        code_span("cel show " + printable(report.id)), code_span("cel list " + group),
                        code_span("cel resolve " + group));
  return ticket;
}

}  // namespace cel
