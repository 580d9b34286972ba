// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/notice.h"

#include "cel/ship/to/notice_formats.h"
#include "tests/unit/ship/to/a_report.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

const GroupNotices::Time kNow(std::chrono::seconds(1769882400));

Notice a_notice() { return *GroupNotices(1h).notice_for(test::a_report(), kNow); }

}  // namespace

TEST_CASE("a new group is told of at once, a known one once in a period, with its count") {
  GroupNotices notices(1h);
  const Json report = test::a_report();
  const auto first = notices.notice_for(report, kNow);
  REQUIRE(first);
  CHECK(first->is_new);
  CHECK(notices.notice_for(report, kNow));  // as long as it was not delivered
  notices.told(*first, kNow);
  CHECK_FALSE(notices.next());
  for (int minute = 1; minute < 60; ++minute) {
    CHECK_FALSE(notices.notice_for(report, kNow + std::chrono::minutes(minute)));
    CHECK_FALSE(notices.overdue(kNow + std::chrono::minutes(minute)));
  }
  CHECK(notices.notice_for(test::a_strange_report(), kNow));
  CHECK(notices.next() == kNow + 1h);
  const auto overdue = notices.overdue(kNow + 1h);
  REQUIRE(overdue);
  CHECK(overdue->count == 59);
  const auto second = notices.notice_for(report, kNow + 1h);
  REQUIRE(second);
  CHECK(second->count == 60);
  CHECK_FALSE(second->is_new);
  notices.told(*second, kNow + 1h);
  CHECK_FALSE(notices.overdue(kNow + 3h));
}

TEST_CASE("which groups were told of is known after a restart, and a damaged file is none") {
  GroupNotices notices(1h);
  notices.told(a_notice(), kNow);
  CHECK_FALSE(notices.notice_for(test::a_report(), kNow));
  GroupNotices again(1h);
  again.load(notices.text());
  CHECK_FALSE(again.notice_for(test::a_report(), kNow));
  CHECK(again.overdue(kNow + 1h)->count == 2);
  CHECK(again.text() != notices.text());
  for (const char* damaged : {"", "{}", "[1]", "[{}]", "[{\"told\":1}]", "x"}) {
    GroupNotices none(1h);
    none.load(damaged);
    CHECK(none.notice_for(test::a_report(), kNow));
  }
}

TEST_CASE("a hostile report makes no markup in Slack, Teams and Mattermost") {
  Notice notice = a_notice();
  notice.report["what"] = "<!channel> <https://evil|x> & ```` @all [x](https://evil)";
  const Json slack = slack_message(notice);
  CHECK(slack["text"] ==
        "New error in shop-7d9f/main: &lt;!channel&gt; &lt;https://evil|x&gt; &amp; ```` @all "
        "[x](https://evil)");
  for (const Json& block : slack["blocks"]) {
    CHECK((block["type"] == "rich_text" || block["text"]["type"] == "plain_text"));
  }
  const Json teams = teams_message(notice);
  for (const Json& block : teams["attachments"][0]["content"]["body"]) {
    CHECK(block["type"] == "RichTextBlock");
    CHECK(block["inlines"][0]["type"] == "TextRun");
  }
  const auto mattermost = mattermost_message(notice)["text"].get<std::string>();
  CHECK(mattermost.starts_with("`````\n"));
  CHECK(mattermost.ends_with("\n`````"));
  CHECK(mattermost.find("`````", 5) == mattermost.size() - 5);
}

TEST_CASE("PagerDuty and Alertmanager get the group, and labels that no report can multiply") {
  const Json event = pagerduty_event(a_notice(), "key");
  CHECK(event["routing_key"] == "key");
  CHECK(event["event_action"] == "trigger");
  CHECK(event["dedup_key"] == "cel2:0123456789ab");
  CHECK(event["payload"]["severity"] == "critical");
  CHECK(event["payload"]["source"] == "node1");
  const Json alert = alertmanager_alerts(a_notice(), kNow, 1h)[0];
  CHECK(alert["labels"] == Json{{"alertname", "ProgramError"},
                                {"fingerprint", "cel2:0123456789ab"},
                                {"severity", "critical"},
                                {"host", "node1"},
                                {"namespace", "prod"}});
  CHECK(alert["startsAt"] == "2026-01-31T18:00:00Z");
  CHECK(alert["endsAt"] == "2026-01-31T19:00:00Z");
}

TEST_CASE("of a long report a notice has an excerpt") {
  Json report = test::a_report();
  report["record"]["backtrace"] = std::string(100'000, 'x') + "\nthe last line";
  report["what"] = std::string(100'000, 'y');
  const Notice notice = *GroupNotices(1h).notice_for(report, kNow);
  const Json slack = slack_message(notice);
  for (const Json& block : slack["blocks"]) {
    CHECK(to_line(block).size() < 3000);
  }
  CHECK(to_line(slack).find("the last line") != std::string::npos);
}
