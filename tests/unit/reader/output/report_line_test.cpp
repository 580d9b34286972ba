// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/report_line.h"

#include "tests/unit/reader/report_of.h"

using namespace cel;

namespace {

std::string line_at(std::size_t width, std::string_view where) {
  const std::string record =
      R"({"type":"Python3","reason":")" + std::string(where) + R"(:KeyError: 'total'"})";
  return ReportLines({width, false}, true).line(test::report_of(record));
}

}  // namespace

TEST_CASE("on a narrow terminal the file and line stay, and the function goes first") {
  CHECK(line_at(80, "order.py:10:main").find("order.py:10   KeyError") != std::string::npos);
  CHECK(line_at(80, "a.py:1:main").find("a.py:1:main   KeyError") != std::string::npos);
  CHECK(line_at(80, "warehouse.py:10:main").find("house.py:10  KeyError") != std::string::npos);
  CHECK(line_at(140, "order.py:10:main").find("order.py:10:main ") != std::string::npos);
}
