// SPDX-License-Identifier: Apache-2.0
#include "cel/record/cut.h"

#include <array>
#include <catch2/catch.hpp>

#include "cel/base/text.h"
#include "cel/record/json.h"
#include "tests/unit/random_record.h"

using namespace cel;

TEST_CASE("what fits is not cut") { CHECK(cut_middle("short", 5) == "short"); }

TEST_CASE("the middle goes, and how much of it is said") {
  CHECK(cut_middle(std::string(1000, 'a') + std::string(1000, 'b'), 100) ==
        std::string(25, 'a') + "… 1924 bytes …" + std::string(51, 'b'));
}

TEST_CASE("a cut never splits a character and always fits") {
  const auto seed = GENERATE(range(0, 200));
  test::Random random(static_cast<unsigned>(seed));
  const std::string text = test::random_text(random, 400);
  const std::size_t limit = test::between(random, 0, 600);
  CAPTURE(seed, limit);
  const std::string cut = cut_middle(text, limit);
  CHECK(escaped_size(cut) <= limit);
  CHECK(valid_utf8(cut) == cut);
}

TEST_CASE("an even cap takes from the longest only") {
  const std::array<std::size_t, 3> sizes = {10, 100, 1000};
  CHECK(even_cap(sizes.data(), 3, 2000) == 1000);
  CHECK(even_cap(sizes.data(), 3, 510) == 400);
  CHECK(even_cap(sizes.data(), 3, 90) == 40);
  CHECK(even_cap(sizes.data(), 3, 0) == 0);
}
