// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/notice_formats.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cel/record/cut.h"
#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

constexpr std::size_t kTitleBytes = 500;

std::string title_of(const Notice& notice) {
  const ReportView report(notice.report);
  const std::string happened = notice.is_new       ? "New error"
                               : notice.count == 1 ? "Again"
                                                   : fmt::format("{} times more", notice.count);
  return keep_ends(fmt::format("{} in {}: {}", happened, report.service(), report.text("what")), kTitleBytes);
}

/// What stands below the title, by its names.
std::vector<std::pair<const char*, std::string>> rows_of(const Notice& notice) {
  const ReportView report(notice.report);
  std::vector<std::pair<const char*, std::string>> rows{
      {"Where", std::string(report.text("where"))},
      {"Host", std::string(report.host())},
      {"Namespace", std::string(report.container("namespace"))},
      {"Image", std::string(report.container("image"))},
      {"Time", std::string(report.text("time"))},
      {"Show", fmt::format("cel show {}", report.text("id"))},
      {"Group", fmt::format("cel list {}", report.text("fingerprint"))}};
  std::erase_if(rows, [](const auto& row) { return row.second.empty(); });
  return rows;
}

std::string table_of(const Notice& notice) {
  std::string text;
  for (const auto& [name, value] : rows_of(notice)) {
    text += fmt::format("{}: {}\n", name, value);
  }
  return text;
}

/// The three characters that begin markup in Slack's text (api.slack.com/reference/surfaces/formatting).
std::string escaped_for_slack(std::string_view text) {
  std::string escaped;
  for (const char each : text) {
    escaped += each == '&' ? "&amp;" : each == '<' ? "&lt;" : each == '>' ? "&gt;" : std::string(1, each);
  }
  return escaped;
}

std::string trace_of(const Notice& notice) {
  const std::string trace(ReportView(notice.report).claim("backtrace"));
  return trace.empty() ? "no traceback" : trace;
}

Json text_run(std::string text, const char* kind) {
  return {{"type", "RichTextBlock"},
          {"inlines",
           Json::array({{{"type", "TextRun"},
                         {"text", std::move(text)},
                         {"weight", kind == std::string_view("title") ? "Bolder" : "Default"},
                         {"fontType", kind == std::string_view("trace") ? "Monospace" : "Default"}}})}};
}

}  // namespace

Json slack_message(const Notice& notice) {
  const auto plain = [](std::string text) {
    return Json{{"type", "section"},
                {"text", {{"type", "plain_text"}, {"text", std::move(text)}, {"emoji", false}}}};
  };
  const Json trace{
      {"type", "rich_text"},
      {"elements",
       Json::array({{{"type", "rich_text_preformatted"},
                     {"elements", Json::array({{{"type", "text"}, {"text", trace_of(notice)}}})}}})}};
  return {{"text", escaped_for_slack(title_of(notice))},
          {"blocks", Json::array({plain(title_of(notice)), plain(table_of(notice)), trace})}};
}

Json teams_message(const Notice& notice) {
  const Json card{
      {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
      {"type", "AdaptiveCard"},
      {"version", "1.4"},
      {"body", Json::array({text_run(title_of(notice), "title"), text_run(table_of(notice), "rows"),
                            text_run(trace_of(notice), "trace")})}};
  return {{"type", "message"},
          {"attachments",
           Json::array({{{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", card}}})}};
}

Json mattermost_message(const Notice& notice) {
  const std::string text = title_of(notice) + "\n\n" + table_of(notice) + "\n" + trace_of(notice);
  std::size_t longest = 2;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at)) {
    const std::size_t end = std::min(text.find_first_not_of('`', at), text.size());
    longest = std::max(longest, end - at);
    at = end;
  }
  const std::string fence(longest + 1, '`');
  return {{"text", fence + "\n" + text + "\n" + fence}};
}

Json pagerduty_event(const Notice& notice, const std::string& routing_key) {
  const ReportView report(notice.report);
  Json details = Json::object();
  for (const auto& [name, value] : rows_of(notice)) {
    details[name] = value;
  }
  details["Traceback"] = trace_of(notice);
  details["Count"] = notice.count;
  const std::string source(report.host().empty() ? report.service() : report.host());
  return {{"routing_key", routing_key},
          {"event_action", "trigger"},
          {"dedup_key", report.text("fingerprint")},
          {"payload",
           {{"summary", title_of(notice)},
            {"source", source},
            {"severity", report.is_fatal() ? "critical" : "error"},
            {"timestamp", report.text("time")},
            {"component", report.service()},
            {"custom_details", std::move(details)}}}};
}

Json alertmanager_alerts(const Notice& notice, GroupNotices::Time now, std::chrono::milliseconds period) {
  const ReportView report(notice.report);
  const auto moment = [](GroupNotices::Time time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::floor<std::chrono::seconds>(time)));
  };
  Json labels{{"alertname", "ProgramError"},
              {"fingerprint", report.text("fingerprint")},
              {"severity", report.is_fatal() ? "critical" : "warning"}};
  for (const char* name : {"host", "namespace"}) {
    if (const std::string_view value = report.container(name); !value.empty()) {
      labels[name] = value;
    }
  }
  return Json::array(
      {{{"labels", std::move(labels)},
        {"annotations",
         {{"summary", title_of(notice)}, {"description", table_of(notice) + "\n" + trace_of(notice)}}},
        {"startsAt", moment(now)},
        {"endsAt", moment(now + period)}}});
}

}  // namespace cel
