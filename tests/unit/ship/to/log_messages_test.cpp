// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/stream/stream_client.h"
#include "cel/ship/to/gelf_message.h"
#include "cel/ship/to/syslog_message.h"
#include "tests/unit/ship/to/a_report.h"

using namespace cel;

TEST_CASE("a message of syslog has the fields of RFC 5424") {
  const Json report = test::a_report();
  const std::string message = syslog_message(ReportView(report), {});
  CHECK(
      message ==
      "<10>1 2026-01-31T18:00:00.123456Z node1 main 7 Python3 [cel@32473 "
      "id=\"00112233445566778899aabbccddeeff\" fingerprint=\"cel2:0123456789ab\" type=\"Python3\" "
      "where=\"shop.py:6:price\" state=\"whole\" engine=\"containerd\" namespace=\"prod\" pod=\"shop-7d9f\" "
      "name=\"main\" image=\"shop:1\"] ValueError: \"}\\n{\"index\":{}}\\nTraceback…\\nValueError: "
      "<!channel> "
      "\\x00 \\u2028");
  CHECK(syslog_message(ReportView(report), {.facility = 16}).starts_with("<130>1 "));
  CHECK(syslog_facility("local7") == 23U);
  CHECK_FALSE(syslog_facility("local8"));
}

TEST_CASE("a hostile report forges no field, no structured data and no line of syslog") {
  Json report = test::a_strange_report();
  report["container"] = {{"name", "a b\n<0>1"}, {"host", "x y\u00e4"}, {"image", R"(i"] [forged@1 a="b\)"}};
  report["type"] = "T ] x\n";
  report["time_us"] = INT64_MAX;
  report["what"] = "w\n<0>1 - - - - - - forged";
  const std::string message = syslog_message(ReportView(report), {});
  CHECK(message.find('\n') == std::string::npos);
  CHECK(message.starts_with("<11>1 - x_y__ a_b_<0>1 - T_]_x_ [cel@32473 "));
  CHECK(message.find(R"(image="i\"\] [forged@1 a=\"b\\"] w\n<0>1 - - - - - - forged)") != std::string::npos);
}

TEST_CASE("a message of syslog is as long as is allowed, and begins and ends as its report") {
  Json report = test::a_report();
  report["record"]["backtrace"] = "first\n" + std::string(100'000, 'x') + "\nthe last line";
  std::string message = syslog_message(ReportView(report), {.most_bytes = 4096});
  CHECK(message.size() <= 4096);
  CHECK(message.size() > 3500);
  CHECK(message.ends_with("the last line"));
  report["record"]["backtrace"] = std::string(100'000, '\x01');
  CHECK(syslog_message(ReportView(report), {.most_bytes = 4096}).size() == 4096);
}

TEST_CASE("a message of GELF has what 1.1 asks for, and no field of a report's choice") {
  for (const Json& report : {test::a_report(), test::a_strange_report()}) {
    const Json message = gelf_message(ReportView(report));
    CHECK(message["version"] == "1.1");
    CHECK_FALSE(message["host"].get<std::string>().empty());
    CHECK_FALSE(message["short_message"].get<std::string>().empty());
    CHECK(message["timestamp"].is_number());
    CHECK_FALSE(message.contains("_id"));
    for (const auto& [name, value] : message.items()) {
      CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
    }
    CHECK(to_line(message).find('\0') == std::string::npos);
  }
  const Json message = gelf_message(ReportView(test::a_report()));
  CHECK(message["level"] == 2);
  CHECK(message["host"] == "node1");
  CHECK(message["_k8s_pod_name"] == "shop-7d9f");
  CHECK(message["_cel_id"] == "00112233445566778899aabbccddeeff");
  CHECK(message["timestamp"].get<double>() == Approx(1769882400.123456));
}

TEST_CASE("addresses of connections are tcp or tls with a host and a port") {
  CHECK(stream_url("tcp://log.example.com:514") == "http://log.example.com:514");
  CHECK(stream_url("tls://[::1]:6514") == "https://[::1]:6514");
  for (const char* wrong : {"", "tcp://", "tcp://x", "tcp://:1", "udp://x:1", "tcp://u@x:1", "tcp://x:1/",
                            "tcp://x:0", "tcp://a/b:1", "tls://x:70000", "tcp://[x:1"}) {
    CHECK(stream_url(wrong).empty());
  }
}
