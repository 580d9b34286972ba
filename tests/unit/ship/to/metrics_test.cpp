// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/listen_address.h"
#include "cel/ship/to/metrics_text.h"
#include "tests/unit/ship/to/a_report.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

const ReportTally::Clock::time_point kStart{};

Json report_of(const std::string& container, const std::string& type) {
  Json report = test::a_report();
  report["container"] = {{"name", container}};
  report["type"] = type;
  return report;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("reports are counted by what the host attests of their container, and by type") {
  ReportTally tally;
  tally.add(ReportView(test::a_report()), kStart);
  tally.add(ReportView(test::a_report()), kStart);
  const std::string text = metrics_text(tally, {});
  CHECK(text.find("\ncel_reports_total{namespace=\"prod\",pod=\"shop-7d9f\",container=\"main\","
                  "type=\"Python3\"} 2\n") != std::string::npos);
  CHECK(text.find(
            "\ncel_suppressed_reports_total{namespace=\"prod\",pod=\"shop-7d9f\",container=\"main\"} 6\n") !=
        std::string::npos);
  CHECK(text.find("\ncel_groups 1\n") != std::string::npos);
  CHECK(text.find("claimed") == std::string::npos);
}

TEST_CASE("a hostile report forges no label, no line and no figure") {
  ReportTally tally;
  Json report = report_of("a\"} 7\n\\x", "T\"} 1\r\ncel_groups 99\n# \x1b\\");
  report["record"]["suppressed"] = UINT64_MAX;
  tally.add(ReportView(report), kStart);
  const std::string text = metrics_text(tally, {});
  CHECK(text.find(R"(container="a\"} 7\\x0a\\x",type="T\"} 1\\x0d\\x0acel_groups 99\\x0a# \\x1b\\"} 1)") !=
        std::string::npos);
  CHECK(count_of(text, "\ncel_groups ") == 1);
  CHECK(text.find("\ncel_suppressed_reports_total{container=\"a\\\"} 7\\\\x0a\\\\x\"} 1000000\n") !=
        std::string::npos);
}

TEST_CASE("types that a container makes up, and containers without end, become other") {
  ReportTally tally;
  for (int number = 0; number < 1000; ++number) {
    tally.add(ReportView(report_of("one", "T" + std::to_string(number))), kStart);
  }
  CHECK(tally.containers().at({"", "", "one"}).reports.size() == ReportTally::kMostTypes + 1);
  CHECK(tally.containers().at({"", "", "one"}).reports.at("other") == 1000 - ReportTally::kMostTypes);
  for (int number = 0; number < 1000; ++number) {
    tally.add(ReportView(report_of("c" + std::to_string(number), "T")), kStart);
  }
  CHECK(tally.containers().size() == ReportTally::kMostContainers + 1);
  CHECK(tally.containers().at({"", "", "other"}).reports.at("T") == 1000 - ReportTally::kMostContainers + 1);
  for (int number = 0; number < 100; ++number) {  // those of an hour ago leave their places
    tally.add(ReportView(report_of("d" + std::to_string(number), "T")), kStart + 2h);
  }
  CHECK(tally.containers().size() == ReportTally::kMostContainers + 1);
  CHECK(tally.containers().contains({"", "", "d99"}));
  CHECK(tally.containers().contains({"", "", "other"}));
  CHECK(metrics_text(tally, {}).size() < 200'000);
}

TEST_CASE("each destination has its figures") {
  ShipStatus status;
  status.queues.push_back({"hooks", "webhook", 5, 10, 1, 2, 3, 7s, true});
  status.problem = "the spool is full";
  const std::string text = metrics_text(ReportTally(), status);
  for (const char* figure : {"queue_reports", "delivered_total", "dead_letters_total", "dropped_total",
                             "failed_attempts_total", "lag_seconds", "destination_up"}) {
    CHECK(count_of(text, std::string("\ncel_ship_") + figure + R"({destination="hooks",type="webhook"} )") ==
          1);
  }
  CHECK(text.find(R"(destination_up{destination="hooks",type="webhook"} 0)") != std::string::npos);
  CHECK(text.find("\ncel_ship_reading 0\n") != std::string::npos);
}

TEST_CASE("it listens on this host alone unless told otherwise") {
  CHECK(listen_address("9464")->host == "127.0.0.1");
  CHECK(listen_address(":9464")->host == "127.0.0.1");
  CHECK(listen_address("0.0.0.0:9464")->host == "0.0.0.0");
  CHECK(listen_address("[::1]:9464")->host == "::1");
  for (const char* wrong :
       {"", "x", "1.2.3:x", "::1:9464", "host.example:80", "1.2.3.4:99999", "[::1]", "*:1"}) {
    CHECK_FALSE(listen_address(wrong));
  }
  const auto address = listen_address("127.0.0.1:0");
  REQUIRE(address);
  CHECK(listen_at(*address));
}
