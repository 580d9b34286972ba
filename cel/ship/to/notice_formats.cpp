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

/// The three characters that begin markup in Slack's text (api.slack.com/reference/surfaces/formatting).
std::string escaped_for_slack(std::string_view text) {
  std::string escaped;
  for (const char each : text) {
    escaped += each == '&' ? "&amp;" : each == '<' ? "&lt;" : each == '>' ? "&gt;" : std::string(1, each);
  }
  return escaped;
}

/// PagerDuty and Alertmanager have one incident for all groups that are only counted.
std::string key_of(const Notice& notice) {
  return notice.kind == Notice::Kind::more ? "more"
                                           : std::string(ReportView(notice.report).text("fingerprint"));
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
                     {"elements", Json::array({{{"type", "text"}, {"text", notice_trace(notice)}}})}}})}};
  return {{"text", escaped_for_slack(notice_title(notice))},
          {"blocks", Json::array({plain(notice_title(notice)), plain(notice_table(notice)), trace})}};
}

Json teams_message(const Notice& notice) {
  const Json card{
      {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
      {"type", "AdaptiveCard"},
      {"version", "1.4"},
      {"body", Json::array({text_run(notice_title(notice), "title"), text_run(notice_table(notice), "rows"),
                            text_run(notice_trace(notice), "trace")})}};
  return {{"type", "message"},
          {"attachments",
           Json::array({{{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", card}}})}};
}

Json mattermost_message(const Notice& notice) {
  const std::string text = notice_title(notice) + "\n\n" + notice_table(notice) + "\n" + notice_trace(notice);
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
  for (const auto& [name, value] : notice_rows(notice)) {
    details[name] = value;
  }
  details["Traceback"] = notice_trace(notice);
  details["Count"] = notice.count;
  const std::string source(report.host().empty() ? report.service() : report.host());
  Json payload{{"summary", notice_title(notice)},
               {"source", source},
               {"severity", report.is_fatal() ? "critical" : "error"},
               {"component", report.service()},
               {"custom_details", std::move(details)}};
  if (const std::string_view time = report.text("time"); !time.empty()) {
    payload["timestamp"] = time;
  }
  return {{"routing_key", routing_key},
          {"event_action", "trigger"},
          {"dedup_key", key_of(notice)},
          {"payload", std::move(payload)}};
}

Json alertmanager_alerts(const Notice& notice, GroupNotices::Time now) {
  const ReportView report(notice.report);
  const auto moment = [](GroupNotices::Time time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::floor<std::chrono::seconds>(time)));
  };
  Json labels{{"alertname", "ProgramError"},
              {"fingerprint", key_of(notice)},
              {"severity", report.is_fatal() ? "critical" : "warning"}};
  for (const char* name : {"host", "namespace"}) {
    if (const std::string_view value = report.container(name); !value.empty()) {
      labels[name] = value;
    }
  }
  return Json::array({{{"labels", std::move(labels)},
                       {"annotations",
                        {{"summary", notice_title(notice)},
                         {"description", notice_table(notice) + "\n" + notice_trace(notice)}}},
                       {"startsAt", moment(now)},
                       {"endsAt", moment(now + notice.period)}}});
}

}  // namespace cel
