// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/table.h"

#include <catch2/catch.hpp>

#include "cel/reader/output/printable.h"
#include "tests/unit/random_record.h"

using namespace cel;

namespace {

Table table(std::size_t width, bool cut) {
  Style style;
  style.width = width;
  return {{{"COUNT", 5, Ink::plain, false, true}, {"FILE", 8, Ink::plain, true}, {"REASON", 0}}, style, cut};
}

}  // namespace

TEST_CASE("cells stand below their headings") {
  CHECK(table(40, true).heading() == "COUNT  FILE      REASON\n");
  CHECK(table(40, true).line({"7", "a.py", "KeyError"}) == "    7  a.py      KeyError\n");
}

TEST_CASE("what does not fit a terminal is cut, and of a path the start") {
  CHECK(table(40, true).line({"7", "src/shop.py", "a reason that is far too long for it"}) ==
        "    7  …shop.py  a reason that is far t…\n");
}

TEST_CASE("elsewhere nothing is cut") {
  const std::string line =
      table(40, false).line({"1234567", "src/shop.py", "a reason that is far too long for it"});
  CHECK(line == "1234567  src/shop.py  a reason that is far too long for it\n");
}

TEST_CASE("no line of a terminal is wider than it, and none holds a control character") {
  const auto seed = GENERATE(range(0, 200));
  CAPTURE(seed);
  test::Random random(static_cast<unsigned>(seed));
  const std::size_t width = test::between(random, kMinWidth, 120);
  std::string line = table(width, true)
                         .line({test::random_bytes(random, test::between(random, 0, 30)),
                                test::random_bytes(random, test::between(random, 0, 30)),
                                test::random_bytes(random, test::between(random, 0, 300))});
  REQUIRE(line.back() == '\n');
  line.pop_back();
  CHECK(columns(line) <= width);
  CHECK(printable(line) == line);
}
