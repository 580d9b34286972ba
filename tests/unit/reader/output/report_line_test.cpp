// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/report_line.h"

#include <algorithm>

#include "cel/reader/output/printable.h"
#include "tests/unit/reader/report_of.h"

using namespace cel;

namespace {

std::string line_at(std::size_t width, std::string_view where) {
  const std::string record =
      R"({"type":"Python3","reason":")" + std::string(where) + R"(:KeyError: 'total'"})";
  return ReportLines({width, false}, true).line(test::report_of(record));
}

}  // namespace

TEST_CASE("the reason is never shorter on a wider terminal, and no line is wider than it") {
  const std::string record =
      R"({"type":"Python3","reason":"warehouse/order.py:10:main:)" + std::string(300, 'x') + "\"}";
  std::size_t before = 0;
  for (std::size_t width = kMinWidth; width <= 250; ++width) {
    CAPTURE(width);
    const std::string line = ReportLines({width, false}, true).line(test::report_of(record));
    CHECK(columns(line.substr(0, line.size() - 1)) <= width);
    const auto reason = static_cast<std::size_t>(std::count(line.begin(), line.end(), 'x'));
    CHECK((reason >= before || width < 80));
    before = reason;
  }
  CHECK(before > 100);
}

TEST_CASE("a terminal that is too narrow for all columns has the important ones") {
  const auto heading = [](std::size_t width) { return ReportLines({width, false}, true).heading(); };
  CHECK(heading(80).find("TYPE") != std::string::npos);
  CHECK(heading(75).find("TYPE") == std::string::npos);
  CHECK(heading(75).find("WHERE") != std::string::npos);
  CHECK(heading(60).find("WHERE") == std::string::npos);
  CHECK(heading(60).find("ID") != std::string::npos);
  CHECK(heading(40).find("TIME") != std::string::npos);
  CHECK(heading(40).find("REASON") != std::string::npos);
}

TEST_CASE("on a narrow terminal the file and line stay, and the function goes first") {
  CHECK(line_at(80, "order.py:10:main").find("order.py:10   KeyError") != std::string::npos);
  CHECK(line_at(80, "a.py:1:main").find("a.py:1:main   KeyError") != std::string::npos);
  CHECK(line_at(80, "warehouse.py:10:main").find("house.py:10  KeyError") != std::string::npos);
  CHECK(line_at(140, "order.py:10:main").find("order.py:10:main ") != std::string::npos);
}
