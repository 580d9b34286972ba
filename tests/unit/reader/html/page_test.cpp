// SPDX-License-Identifier: Apache-2.0
//
// What the page holds. How it looks, whether it is valid and what it does in a browser, tests/page checks.

#include "cel/reader/html/page.h"

#include <catch2/catch.hpp>
#include <regex>

#include "cel/base/text.h"
#include "tests/unit/random_record.h"
#include "tests/unit/reader/report_of.h"

using namespace cel;

namespace {

constexpr std::int64_t kNow = 1'700'000'100'000'000;

std::string page_with(const std::vector<Report>& reports) {
  Groups groups(kNow, {20'000, 64U << 20U, 256U << 10U});
  for (const Report& report : reports) {
    groups.add(report);
  }
  html::PageInput input;
  input.groups = groups.take();
  input.ungrouped = groups.ungrouped();
  input.now = kNow;
  return html::page_of(input);
}

/// A report of an error of its own, of about `size` bytes.
Report distinct_report(int number, std::size_t size) {
  Report report = test::report_of(test::kOrderRecord);
  report.record["exceptions"][0]["type"] = "Error" + std::to_string(number);
  report.record["exceptions"][0]["message"] = std::string(size, 'x');
  report.id = "id" + std::to_string(number);
  return report;
}

std::size_t count_of(const std::string& page, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) {
    ++count;
  }
  return count;
}

/// Every `<` of the page must start one of these.
void check_only_our_tags(const std::string& page) {
  const std::size_t body = page.find("<body>");
  const std::size_t script = page.rfind("<script>");
  REQUIRE(body != std::string::npos);
  static const std::regex kTag("</?[a-z0-9]+( [a-zA-Z0-9-]+=\"[^\"<>]*\")*>");
  const std::string text = page.substr(body, script - body);
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const std::string tag = text.substr(at, text.find('>', at) - at + 1);
    INFO(tag);
    CHECK(std::regex_match(tag, kTag));
  }
}

}  // namespace

TEST_CASE("a page tells what died how often and where, with the newest report behind it") {
  const Report report = test::report_of(test::kOrderRecord);
  Report earlier = report;
  earlier.time -= 3600'000'000;
  earlier.id = "earlier";
  const std::string page = page_with({earlier, report});
  CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
  CHECK(count_of(page, "<article") == 1);
  CHECK(page.find("data-count=\"2\"") != std::string::npos);
  for (const char* text : {"PriceError: order 4711: no price", "price_each", "return order[&#39;total&#39;]",
                           "podman container shop", "earlier", "日本", "direct cause"}) {
    INFO(text);
    CHECK(page.find(text) != std::string::npos);
  }
}

TEST_CASE("a page without reports says so") {
  const std::string page = page_with({});
  CHECK(page.find("No reports were found.") != std::string::npos);
  CHECK(page.find("<article") == std::string::npos);
}

TEST_CASE("a page allows no network and only its own code") {
  const std::string page = page_with({test::report_of(test::kOrderRecord)});
  CHECK(page.find("default-src &#39;none&#39;; style-src &#39;sha256-") != std::string::npos);
  CHECK(page.find("http://") == std::string::npos);
  CHECK(page.find("https://") == std::string::npos);
  CHECK(page.find("src=") == std::string::npos);
}

TEST_CASE("a page of many errors shows 500 of them and says how many are left out") {
  std::vector<Report> reports;
  for (int i = 0; i < 700; ++i) {
    reports.push_back(distinct_report(i, 10));
  }
  const std::string page = page_with(reports);
  CHECK(count_of(page, "<article") == html::kPageGroups);
  CHECK(page.find("200 more errors, not seen as lately, are left out") != std::string::npos);
}

TEST_CASE("a page stays small enough to open, whatever the reports hold") {
  std::vector<Report> reports;
  for (int i = 0; i < 400; ++i) {
    Report report = distinct_report(i, 10);
    Json frames = Json::array();
    for (int line = 0; line < 60; ++line) {
      frames.push_back({{"file", "/a.py"},
                        {"line", line},
                        {"function", "f"},
                        {"locals", {{"x", std::string(1000, '<')}}}});
    }
    report.record["exceptions"][0]["frames"] = frames;
    reports.push_back(report);
  }
  const std::string page = page_with(reports);
  CHECK(page.size() < html::kPageBytes + (2U << 20U));
  CHECK(page.find("stand here without their newest report") != std::string::npos);
  CHECK(page.find("This page is full: ") != std::string::npos);
}

TEST_CASE("nothing of a report becomes markup") {
  const auto seed = GENERATE(take(60, random(0, 1 << 30)));
  INFO("seed " << seed);
  test::Random random(static_cast<std::uint64_t>(seed));
  Report report = test::report_of("{}");
  report.record = test::random_record(random, 4000);
  for (const char* key : {"reason", "backtrace", "executable", "type", "thread"}) {
    report.record[key] =
        "</code>\"'><script>alert(1)</script><img src=x onerror=alert(1)>" + test::random_bytes(random, 50);
  }
  report.id = "\"><svg onload=alert(1)>";
  Container container;
  container.name = "</span><script>";
  container.image = test::random_bytes(random, 50);
  report.container = std::make_shared<const Container>(container);
  const std::string page = page_with({report});
  CHECK(valid_utf8(page) == page);
  CHECK(page.find('\x1b') == std::string::npos);
  check_only_our_tags(page);
  CHECK(count_of(page, "<script>") == 1);
}
