// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string_view>

#include "cel/record/cut.h"
#include "cel/ship/to/notice_formats.h"
#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

constexpr std::size_t kTitleBytes = 500;

std::string happened(const Notice& notice) {
  switch (notice.kind) {
    case Notice::Kind::fresh:
      return "New error";
    case Notice::Kind::back:
      return "Back after it was resolved";
    case Notice::Kind::often:
      return fmt::format("{} times more, at a rate of {}", notice.count, notice.rate);
    case Notice::Kind::again:
    case Notice::Kind::more:
      break;
  }
  return notice.count == 1 ? "Again" : fmt::format("{} times more", notice.count);
}

/// `a, b and others`
std::string list_of(const std::vector<std::string>& containers) {
  constexpr std::size_t kMostListed = 5;
  std::string list;
  for (std::size_t at = 0; at < containers.size() && at < kMostListed; ++at) {
    list += (at == 0 ? "" : ", ") + containers[at];
  }
  return list + (containers.size() > kMostListed ? " and others" : "");
}

/// A time that `--since` takes.
std::string since_of(std::chrono::milliseconds period) {
  return fmt::format("-{}min", std::chrono::ceil<std::chrono::minutes>(period).count());
}

}  // namespace

std::string notice_title(const Notice& notice) {
  if (notice.kind == Notice::Kind::more) {
    return fmt::format("And {} more {} new", notice.count, notice.count == 1 ? "group is" : "groups are");
  }
  const ReportView report(notice.report);
  return keep_ends(fmt::format("{} in {}: {}", happened(notice), report.service(), report.text("what")),
                   kTitleBytes);
}

std::vector<std::pair<const char*, std::string>> notice_rows(const Notice& notice) {
  if (notice.kind == Notice::Kind::more) {
    return {{"Show", fmt::format("cel groups --since {}", since_of(notice.period))}};
  }
  const ReportView report(notice.report);
  std::vector<std::pair<const char*, std::string>> rows{
      {"Where", std::string(report.text("where"))},
      {"Count", notice.count == 1 ? "" : std::to_string(notice.count)},
      {"Containers", notice.containers.size() < 2 ? "" : list_of(notice.containers)},
      {"Host", std::string(report.host())},
      {"Namespace", std::string(report.container("namespace"))},
      {"Image", std::string(report.container("image"))},
      {"Time", std::string(report.text("time"))},
      {"Show", fmt::format("cel show {}", report.text("id"))},
      {"Group", fmt::format("cel list {}", report.text("fingerprint"))}};
  std::erase_if(rows, [](const auto& row) { return row.second.empty(); });
  return rows;
}

std::string notice_table(const Notice& notice) {
  std::string text;
  for (const auto& [name, value] : notice_rows(notice)) {
    text += fmt::format("{}: {}\n", name, value);
  }
  return text;
}

std::string notice_trace(const Notice& notice) {
  if (notice.kind == Notice::Kind::more) {
    return "No message of their own tells of them in this period.";
  }
  const std::string trace(ReportView(notice.report).claim("backtrace"));
  return trace.empty() ? "no traceback" : trace;
}

}  // namespace cel
