// SPDX-License-Identifier: Apache-2.0
#include "cel/base/text.h"
#include "cel/ship/to/group_notices.h"
#include "cel/ship/to/mail_message.h"
#include "cel/ship/to/notice_formats.h"
#include "tests/unit/ship/to/a_report.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

const GroupNotices::Time kNow(std::chrono::seconds(1769882400));

Notice a_notice() { return *GroupNotices(NoticeRules{}).notice_for(test::a_report(), kNow); }

}  // namespace

TEST_CASE("a new group is told of at once, a known one once in a period, with its count") {
  GroupNotices notices(NoticeRules{});
  const Json report = test::a_report();
  const auto first = notices.notice_for(report, kNow);
  REQUIRE(first);
  CHECK(first->kind == Notice::Kind::fresh);
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
  CHECK(second->kind == Notice::Kind::again);
  notices.told(*second, kNow + 1h);
  CHECK_FALSE(notices.overdue(kNow + 3h));
}

TEST_CASE("which groups were told of is known after a restart, and a damaged file is none") {
  GroupNotices notices(NoticeRules{});
  notices.told(a_notice(), kNow);
  CHECK_FALSE(notices.notice_for(test::a_report(), kNow));
  GroupNotices again(NoticeRules{});
  again.load(notices.text());
  CHECK_FALSE(again.notice_for(test::a_report(), kNow));
  CHECK(again.overdue(kNow + 1h)->count == 2);
  CHECK(again.text() != notices.text());
  for (const char* damaged : {"", "{}", "[1]", "[{}]", "{\"groups\":[1,{\"told\":1},{\"newest\":2}]}", "x"}) {
    GroupNotices none(NoticeRules{});
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
  const Json alert = alertmanager_alerts(a_notice(), kNow)[0];
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
  const Notice notice = *GroupNotices(NoticeRules{}).notice_for(report, kNow);
  const Json slack = slack_message(notice);
  for (const Json& block : slack["blocks"]) {
    CHECK(to_line(block).size() < 3000);
  }
  CHECK(to_line(slack).find("the last line") != std::string::npos);
}

namespace {

Json report_of_group(const std::string& fingerprint) {
  Json report = test::a_report();
  report["fingerprint"] = fingerprint;
  return report;
}

/// The kinds of the notices that reports of these groups make, each told of at once; '-': none.
std::string kinds_of(GroupNotices& notices, const std::vector<std::string>& groups, GroupNotices::Time now) {
  std::string kinds;
  for (const std::string& group : groups) {
    const auto notice = notices.notice_for(report_of_group(group), now);
    kinds += !notice ? '-' : "naobm"[static_cast<std::size_t>(notice->kind)];
    if (notice) {
      notices.told(*notice, now);
    }
  }
  return kinds;
}

NoticeRules three_new() {
  NoticeRules rules;
  rules.most_new = 3;
  return rules;
}

}  // namespace

TEST_CASE("of a storm of new groups, some are told of, and one message says how many more there are") {
  GroupNotices notices(three_new());
  std::vector<std::string> storm;
  for (int number = 0; number < 5000; ++number) {
    storm.push_back("cel2:" + std::to_string(number));
  }
  CHECK(kinds_of(notices, storm, kNow) == "nnn" + std::string(4997, '-'));
  CHECK(notices.text().size() < 2'000'000);
  CHECK(kinds_of(notices, {"cel2:4999", "cel2:4999"}, kNow + 1min) == "--");
  CHECK_FALSE(notices.overdue(kNow + 59min));
  CHECK(notices.next() == kNow + 1h);
  GroupNotices again(three_new());
  again.load(notices.text());
  const auto more = again.overdue(kNow + 1h);
  REQUIRE(more);
  CHECK(more->kind == Notice::Kind::more);
  CHECK(more->count == 4997);
  CHECK(notice_title(*more) == "And 4997 more groups are new");
  CHECK(notice_table(*more) == "Show: cel groups --since -60min\n");
  again.told(*more, kNow + 1h);
  CHECK_FALSE(again.overdue(kNow + 1h));
  CHECK_FALSE(again.next());
  CHECK(kinds_of(again, {"cel2:4999", "cel2:4999", "cel2:0"}, kNow + 2h) == "n-a");
}

TEST_CASE("with a rate, a known group is told of only when it comes so often in such a time") {
  GroupNotices notices({1h, "5/10m", 5, 10min, 20});
  const std::vector<std::string> four(4, "cel2:1");
  CHECK(kinds_of(notices, four, kNow) == "n---");
  CHECK(kinds_of(notices, four, kNow + 11min) == "----");
  GroupNotices often({1h, "5/10m", 5, 10min, 20});
  CHECK(kinds_of(often, {"cel2:1", "cel2:1", "cel2:1", "cel2:1", "cel2:1", "cel2:1"}, kNow) == "n---o-");
  CHECK(kinds_of(often, four, kNow + 30min) == "----");
  CHECK(kinds_of(often, four, kNow + 2h) == "----");
  CHECK_FALSE(often.next());
  const auto notice = often.notice_for(report_of_group("cel2:1"), kNow + 2h);
  REQUIRE(notice);
  CHECK(notice->kind == Notice::Kind::often);
  CHECK(notice->count == 10);
  CHECK(notice_title(*notice).starts_with("10 times more, at a rate of 5/10m in shop-7d9f/main: "));
}

TEST_CASE("a group that was resolved and is back is told of at once, and once in a period") {
  GroupNotices notices(NoticeRules{});
  CHECK(kinds_of(notices, {"cel2:1"}, kNow) == "n");
  Json report = report_of_group("cel2:1");
  report["status"] = "regressed";
  const auto back = notices.notice_for(report, kNow + 1min);
  REQUIRE(back);
  CHECK(back->kind == Notice::Kind::back);
  CHECK(notice_title(*back).starts_with("Back after it was resolved in "));
  notices.told(*back, kNow + 1min);
  CHECK_FALSE(notices.notice_for(report, kNow + 2min));
  report["fingerprint"] = "cel2:2";
  report["status"] = "muted";
  CHECK_FALSE(notices.notice_for(report, kNow + 2min));
}

TEST_CASE("a notice names some of the containers that its reports are of") {
  GroupNotices notices(NoticeRules{});
  CHECK(kinds_of(notices, {"cel2:1"}, kNow) == "n");
  for (int number = 0; number < 50; ++number) {
    Json report = report_of_group("cel2:1");
    report["container"] = {{"name", "shop-" + std::to_string(number % 20)}};
    CHECK_FALSE(notices.notice_for(report, kNow + 1min));
  }
  const std::string table = notice_table(*notices.overdue(kNow + 1h));
  CHECK(table.find("Count: 50\nContainers: shop-0, shop-1, shop-2, shop-3, shop-4 and others\n") !=
        std::string::npos);
}

TEST_CASE("a mail is one, whatever a report holds") {
  Notice notice = a_notice();
  notice.report["what"] = "x\nBcc: evil@example.com\n\n.\nQUIT\r\n" + std::string(300, 'y') + "ü";
  notice.report["fingerprint"] = "cel2:1\n>x";
  const std::string mail = mail_message(notice, {"", {"a@example.com", "b@example.com"}, "node 1"}, kNow);
  CHECK(mail.starts_with("To: a@example.com,\n b@example.com\nSubject: =?UTF-8?B?"));
  CHECK(mail.find("\nDate: Sat, 31 Jan 2026 18:00:00 +0000\n"
                  "Message-ID: <cel.cel21x.1769882400000@node1>\n") != std::string::npos);
  CHECK(mail.find("Bcc") == std::string::npos);
  const std::string_view head = std::string_view(mail).substr(0, mail.find("\n\n"));
  for (std::string_view rest = head; !rest.empty();) {
    const std::string_view line = take_field(rest, '\n');
    CHECK(line.size() <= 78);
    CHECK((line.starts_with(' ') || line.find(": ") != std::string_view::npos));
  }
  CHECK(std::string_view(mail)
            .substr(head.size() + 2)
            .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n") ==
        std::string_view::npos);
}

TEST_CASE("mail goes to plain addresses alone") {
  CHECK(mail_addresses("a@example.com, root") == std::vector<std::string>{"a@example.com", "root"});
  for (const char* wrong : {"", ",", "-oQ/tmp", "a b", "a@x;id", "a@x\nBcc: b", "<a@x>", "a@x,,b", "$(id)"}) {
    CHECK(mail_addresses(wrong).empty());
  }
}
