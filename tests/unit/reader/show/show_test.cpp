// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/show.h"

#include <catch2/catch.hpp>

#include "cel/base/text.h"
#include "cel/reader/output/printable.h"
#include "cel/trace/lines.h"
#include "cel/trace/trace.h"
#include "tests/unit/random_record.h"
#include "tests/unit/reader/report_of.h"

using namespace cel;

namespace {

std::string shown(const Report& report, std::size_t width = 80, bool full = false) {
  return render_report(report, {}, Style{width, false}, {report.time + 180'000'000, full});
}

/// The text without the colours that are ours.
std::string without_colours(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\x1b[") == 0) {
      const std::size_t end = text.find('m', i);
      REQUIRE(text.substr(i + 2, end - i - 2).find_first_not_of("0123456789;") == std::string::npos);
      i = end;
    } else {
      out += text[i];
    }
  }
  return out;
}

void check_harmless(const std::string& text, std::size_t width) {
  CHECK(valid_utf8(text) == text);
  CHECK(text.ends_with('\n'));
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = text.find('\n', start);
    const std::string line = text.substr(start, end - start);
    INFO(line);
    CHECK(columns(line) <= width);
    CHECK(printable(line) == line);
    start = end + 1;
  }
}

}  // namespace

TEST_CASE("a report is shown with the cause first and the raised exception last") {
  const Report report = test::report_of(test::kOrderRecord);
  CHECK(shown(report) == R"(order.py:7:main:PriceError: order 4711: no price

When       Tue 2023-11-14 22:13:20 UTC (3 min ago)
Where      podman container shop, id 4f5e6d7c8b9a
Log        journal
Claims     /srv/order.py, pid 7, uid 1000, host name 4f5e6d7c8b9a
Runtime    Python3, cpython 3.11.2
Thread     MainThread
Caught by  excepthook, the program ended of it
Id         00112233445566778899aabbccddeeff
Group      )" + fingerprint_of(report.record) +
                             R"(

  /srv/order.py:2 in price_each
    1 | def price_each(order):
  > 2 |     return order['total'] / len(order['items'])
      order = {'id': 4711, 'items': []}
      日本  = '値'

ZeroDivisionError: division by zero
note: asked by the till

The above exception was the direct cause of the following one:

  /srv/order.py:9 in <module>
  /srv/order.py:7 in main
    6 |     except ZeroDivisionError as e:
  > 7 |         raise PriceError(f"order {order['id']}: no price") from e
    8 |
      order = {'id': 4711, 'items': []}

PriceError: order 4711: no price
)");
}

TEST_CASE("nothing that a traceback's text had is missing from --full, and --raw is that text alone") {
  Report report = test::report_of(test::kOrderRecord);
  const std::string trace =
      "Traceback (most recent call last):\n  File \"/srv/a.py\", line 3, in f\n    a + b\n    ~~^~~\n"
      "  File \"/srv/b.py\", line 1\n    x = = 2\n        ^\nSyntaxError: invalid syntax\n";
  report.record = {{"type", "Python3"}, {"reason", "SyntaxError"}, {"backtrace", "it ended\x1b:\n" + trace}};
  CHECK(render_raw(report) == trace);
  for (Lines lines(trace); !lines.at_end(); lines.next()) {
    CHECK(shown(report, 80, true).find(lines.line()) != std::string::npos);
  }
  report.record["backtrace"] = "no \x1b trace\n";
  CHECK(render_raw(report).find("trace\n") != std::string::npos);
  check_harmless(render_raw(report), 80);
}

TEST_CASE("a program's end is shown with its command and what it took") {
  const std::string text = shown(test::report_of(R"json({"type": "Process", "executable": "/srv/shop",
    "reason": "shop was ended by SIGSEGV (Segmentation fault), core dumped", "backtrace": "x",
    "process": {"command": ["shop", "--name", "a b", "it's"], "ending": "shop was ended by SIGSEGV (Segmentation fault)",
      "status": 139, "signal": "SIGSEGV", "core_dumped": false, "no_core": "its limit is 0", "oom_kills": 2, "seconds": 1.5,
      "resources": {"user_seconds": 0.25, "system_seconds": 0.5, "max_rss_kib": 2048, "major_faults": 3}}})json"),
                                 200);
  CHECK(text.find("\nCommand    shop --name 'a b' 'it'\\''s'\n") != std::string::npos);
  CHECK(text.find("\nEnding     shop was ended by SIGSEGV (Segmentation fault); status 139 after 1.500 s, "
                  "no core dumped: its limit is 0\n") != std::string::npos);
  CHECK(text.find("\nUsed       0.250 s of user and 0.500 s of system time, at most 2.0 MiB of") !=
        std::string::npos);
  CHECK(text.find("\nOOM kills  2 in its memory cgroup while it ran\n") != std::string::npos);
}

TEST_CASE("a process that is not as cel-run makes it costs nothing but its lines") {
  for (const char* process : {"3", "[]", "{}", R"({"command": 3, "status": "x", "resources": [1]})",
                              R"({"resources": {"max_rss_kib": -1e300}, "oom_kills": -2, "seconds": {}})"}) {
    Report report = test::report_of(R"({"type": "Process", "reason": "r", "backtrace": "x"})");
    report.record["process"] = *parse_json(process);
    const std::string text = shown(report);
    check_harmless(text, 80);
    CHECK(text.find("Command") == std::string::npos);
    CHECK(text.find("OOM") == std::string::npos);
  }
}

TEST_CASE("the colours are on the screen only, never needed to understand") {
  const Report report = test::report_of(test::kOrderRecord);
  const std::string coloured = render_report(report, {}, Style{80, true}, {report.time + 180'000'000, false});
  CHECK(coloured != shown(report));
  CHECK(without_colours(coloured) == shown(report));
}

TEST_CASE("a report without structure is shown by the traceback in its text") {
  const std::string text =
      shown(test::report_of(std::string(R"json({"type": "Python3", "executable": "/a.py",
    "reason": "a.py:3:f:KeyError: 'x'", "time": "1700000000", "backtrace": )json") +
                            Json("a.py:3:f:KeyError: 'x'\n\nTraceback (most recent call last):\n"
                                 "  File \"/a.py\", line 5, in <module>\n    f()\n"
                                 "  File \"/a.py\", line 3, in f\n    d['x']\nKeyError: 'x'\n\n"
                                 "Local variables in innermost frame:\nd: {}\n")
                                .dump() +
                            "}"));
  CHECK(text.find("  /a.py:3 in f\n  > 3 |") != std::string::npos);
  CHECK(text.find("\nKeyError: 'x'\n") != std::string::npos);
  CHECK(text.find("Local variables in innermost frame:\nd: {}\n") != std::string::npos);
}

TEST_CASE("a report that is only text is shown as that") {
  const std::string text = shown(test::report_of(
      R"({"type": "Text", "reason": "out of cheese", "backtrace": "out of cheese\n\n++?????++\nredo from start\n"})"));
  CHECK(text.ends_with("\n\n++?????++\nredo from start\n"));
}

TEST_CASE("what is missing of a report is said first") {
  Report report = test::report_of(test::kOrderRecord);
  report.state = Rejoined::State::incomplete;
  report.parts = 3;
  report.parts_present = 1;
  CHECK(shown(report).find("\n\nMissing    2 of its 3 parts are not in the log") != std::string::npos);
}

TEST_CASE("how often it was seen, and what was held back") {
  Report report = test::report_of(test::kOrderRecord);
  report.record["suppressed"] = 17;
  const std::string text =
      render_report(report, {12, report.time - 3600'000'000, report.time, {}}, Style{200, false}, {});
  CHECK(
      text.find("Seen       12 times, first Tue 2023-11-14 21:13:20 UTC, last Tue 2023-11-14 22:13:20 UTC") !=
      std::string::npos);
  CHECK(text.find("Held back  17 more like it") != std::string::npos);
}

TEST_CASE("long values are cut, unless all is wanted") {
  Report report = test::report_of(test::kOrderRecord);
  report.record["exceptions"][0]["frames"][1]["locals"]["order"] = std::string(1000, 'x') + "end";
  CHECK(shown(report).find("xend") == std::string::npos);
  CHECK(shown(report, 1000, true).find("xend\n") != std::string::npos);
}

TEST_CASE("a type that leaves its message no room is shown over lines of its own") {
  Report report = test::report_of(test::kOrderRecord);
  report.record["exceptions"][0]["type"] = std::string(100, 't') + "Error";
  const std::string text = shown(report);
  check_harmless(text, 80);
  CHECK(text.find("tError: \n  order 4711: no price\n") != std::string::npos);
  report.record["exceptions"][0].erase("message");
  check_harmless(shown(report), 80);
}

TEST_CASE("what is left out of a recursion is set apart from what comes after it") {
  Report report = test::report_of(R"({"type":"Python3"})");
  const Json frame{{"file", "a.py"}, {"line", 2}, {"function", "walk"}, {"in_app", true}};
  report.record["exceptions"] =
      Json::array({{{"type", "RecursionError"},
                    {"message", "too deep"},
                    {"frames", Json::array({frame, frame, frame, frame, frame, frame})},
                    {"omitted_frames", {{"count", 900}, {"after", 3}}}}});
  const std::string text = shown(report);
  CHECK(text.find("  a.py:2 in walk\n    … the same 2 more times\n"
                  "    … 900 frames that the report leaves out\n\n"
                  "  a.py:2 in walk\n    … the same 2 more times\n\n"
                  "RecursionError: too deep\n") != std::string::npos);
}

TEST_CASE("nothing of a report reaches the terminal but text that fits") {
  const auto seed = GENERATE(take(150, random(0, 1 << 30)));
  INFO("seed " << seed);
  test::Random random(static_cast<std::uint64_t>(seed));
  Report report = test::report_of("{}");
  report.record = test::random_record(random, test::between(random, 100, 20000));
  report.record["reason"] = test::random_bytes(random, 200);
  report.record["backtrace"] = test::random_bytes(random, 2000);
  if (test::between(random, 0, 2) == 0) {
    report.record.erase("exceptions");
  }
  report.id = test::random_bytes(random, 32);
  Container container;
  container.name = test::random_bytes(random, 100);
  container.image = test::random_text(random, 200);
  report.container = std::make_shared<const Container>(container);
  const std::size_t width = test::between(random, kMinWidth, 200);
  const bool full = test::between(random, 0, 1) == 1;
  check_harmless(shown(report, width, full), width);
  const std::string coloured = render_report(report, {}, Style{width, true}, {report.time, full});
  check_harmless(without_colours(coloured), width);
}

TEST_CASE("that an error was logged before it ended the program is said, and when") {
  Report report = test::report_of(test::kOrderRecord);
  report.record["reported_before"] = {"00112233445566778899aabbccddeeff"};
  CHECK(shown(report).find("Reported   the same error was logged before\n") != std::string::npos);
  Occurrences seen;
  seen.before = {report.time - 1'000'000, report.time};
  const std::string text = render_report(report, seen, Style{200, false}, {report.time, false});
  CHECK(text.find("logged before at Tue 2023-11-14 22:13:19 UTC, Tue 2023-11-14 22:13:20 UTC\n") !=
        std::string::npos);
}
