// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/trace_scanner.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "cel/source/lines/anchors.h"
#include "cel/source/lines/log_level.h"

using namespace cel;

namespace {

const std::string kTrace =
    "Traceback (most recent call last):\n  File \"/srv/cart.py\", line 4, in total\n    return price / "
    "shares\n"
    "ZeroDivisionError: division by zero\n";

std::vector<FoundTrace> all_of(TraceScanner& scanner) {
  std::vector<FoundTrace> all;
  for (FoundTrace found; scanner.next(found);) {
    all.push_back(std::move(found));
  }
  return all;
}

std::vector<FoundTrace> scanned(const std::string& log) {
  TraceScanner scanner;
  scanner.take(log, 0);
  scanner.finish();
  return all_of(scanner);
}

std::string lines(std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += "the cart has 17 articles\n";
  }
  return all;
}

}  // namespace

TEST_CASE("anchors are found at even and odd offsets and at a line's beginning only where they say so") {
  const Anchors anchors;
  for (std::size_t before = 0; before < 9; ++before) {
    const std::string text = std::string(before, 'x') + " panicked at ";
    CHECK(anchors.next(text, 0) == before);
  }
  CHECK(anchors.in_line("\tat shop.Cart.total(Cart.java:14)"));
  CHECK_FALSE(anchors.in_line("x\tat shop.Cart.total(Cart.java:14)"));
  CHECK(anchors.next("one\n\tat two\n", 0) == 4);
  CHECK_FALSE(anchors.in_line(""));
  CHECK_FALSE(anchors.in_line("GET /cart?id=17 HTTP/1.1"));
}

TEST_CASE("a traceback has the place of its first line, wherever blocks end") {
  const std::string before = lines(40);
  const std::string log = before + kTrace + lines(40);
  for (std::size_t cut = log.find('\n') + 1; cut < log.size(); cut = log.find('\n', cut) + 1) {
    TraceScanner scanner;
    scanner.take(std::string_view(log).substr(0, cut), 0);
    scanner.take(std::string_view(log).substr(cut), cut);
    const std::vector<FoundTrace> found = all_of(scanner);
    REQUIRE(found.size() == 1);
    CHECK(found[0].place == before.size());
    CHECK_FALSE(scanner.waits());
  }
}

TEST_CASE("lines wait until others follow, and are needed until then") {
  TraceScanner scanner;
  scanner.take(kTrace, 100);
  CHECK(scanner.waits());
  CHECK(scanner.needed_from(100 + kTrace.size()) == 100);
  CHECK(all_of(scanner).empty());
  scanner.finish();
  CHECK(all_of(scanner).size() == 1);
  scanner.take(kTrace, 100 + kTrace.size());
  scanner.finish();
  CHECK(all_of(scanner).size() == 1);
}

TEST_CASE("what follows a message is no part of it, but for indented lines") {
  const std::vector<FoundTrace> found =
      scanned(kTrace + "next request\n" + kTrace + "  hint: none\nthe end\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].record["exception"]["message"] == "division by zero");
  CHECK(found[1].record["exception"]["message"] == "division by zero\n  hint: none");
}

TEST_CASE("a forgotten gap is no context") {
  const std::string header = "java.lang.IllegalStateException: no\n";
  for (const std::uint64_t gap : {0U, 1000U}) {
    TraceScanner scanner;
    scanner.take(header, 0);
    scanner.take("\tat shop.Cart.total(Cart.java:14)\n", header.size() + gap);
    scanner.finish();
    CHECK(all_of(scanner).empty() == (gap > 0));
  }
}

TEST_CASE("lines of writers that are told do not mix") {
  TraceScanner scanner;
  std::uint64_t place = 0;
  for (const char* writer : {"a", "b"}) {
    scanner.take_text("Traceback (most recent call last):", 5, writer, ++place);
  }
  for (const char* writer : {"a", "b"}) {
    scanner.take_text("  File \"/srv/cart.py\", line 4, in total", 6, writer, ++place);
    scanner.take_text(writer == std::string("a") ? "KeyError: 1" : "ValueError: 2", 7, writer, ++place);
  }
  scanner.finish();
  const std::vector<FoundTrace> found = all_of(scanner);
  REQUIRE(found.size() == 2);
  CHECK(found[0].writer == "a");
  CHECK(found[0].record["exception"]["type"] == "KeyError");
  CHECK(found[1].record["exception"]["type"] == "ValueError");
  CHECK(found[1].time == 5);
}

TEST_CASE("more than is kept is reported all the same") {
  std::string log = kTrace.substr(0, kTrace.find('\n') + 1);
  for (int i = 0; i < 20'000; ++i) {
    log += "  File \"/srv/cart.py\", line 4, in total\n    return price / shares\n";
  }
  const std::vector<FoundTrace> found = scanned(log + "RecursionError: too deep\n" + lines(40) + kTrace);
  REQUIRE_FALSE(found.empty());
  CHECK(found.back().record["exception"]["type"] == "ZeroDivisionError");
}

TEST_CASE("a level is a word that is set off") {
  CHECK(level_of("2026-01-31 18:00:00 ERROR shop: no") == LogLevel::error);
  CHECK(level_of("[warn] no") == LogLevel::error);
  CHECK(level_of("level=info msg=no") == LogLevel::info);
  CHECK(level_of("DEBUG:shop:no") == LogLevel::debug);
  CHECK(level_of("no error so far") == LogLevel::unknown);
  CHECK(level_of("ERROR_COUNT is 3") == LogLevel::unknown);
}
