// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/last_words.h"

#include <catch2/catch.hpp>

#include "cel/trace/last_line.h"
#include "cel/trace/last_trace.h"

using namespace cel;

TEST_CASE("the last line that names an error is why a program ended, or else the last one") {
  CHECK(last_line("starting\nshop: unknown option --x\nTry 'shop --help' for more.\n\n") ==
        "shop: unknown option --x");
  CHECK(last_line("starting\nstopping\n") == "stopping");
  CHECK(last_line("error: old\n" + std::string(20, '\n') + "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm") == "m");
  CHECK(last_line("2026/11/30 05:54:25 listen tcp :80: permission denied\r\n") ==
        "listen tcp :80: permission denied");
  CHECK(last_line("[2026-11-30T05:54:25.123Z] cannot start") == "cannot start");
  CHECK(last_line("12 orders failed") == "12 orders failed");
  CHECK(last_line("").empty());
  CHECK(last_line("\n \n").empty());
  CHECK(last_line(std::string(100'000, 'x')).size() <= 8192);
}

TEST_CASE("lines of no known runtime are no last words") {
  for (const char* text : {"", "\n", "shop: 12: of 13 orders\nbye\n", "Error: cannot serve\n",
                           "Error: it (4)\n", "met at noon line 3.\n", " at  line 3.\n", "at line 3.\n",
                           "shop: a.c:x: f: Assertion `x' failed.\n", "a b: 3: c\n", "a: 0: c\n"}) {
    CAPTURE(text);
    CHECK_FALSE(last_words(text));
  }
}

TEST_CASE("last words have a place in the text") {
  const std::string text = "starting\nError: cannot serve\n\nCaused by:\n    0: cannot read\n    1: gone\n";
  const auto words = last_words(text);
  REQUIRE(words);
  CHECK(text.substr(words->offset, words->length) == text.substr(9));
  CHECK(words->exceptions.size() == 3);
  CHECK(words->exceptions[2]["link"]["of"] == 1);
  CHECK(error_in(*words) == "Error: cannot serve");
}
