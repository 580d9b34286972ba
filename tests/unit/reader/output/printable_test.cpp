// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/printable.h"

#include <catch2/catch.hpp>

#include "cel/base/text.h"
#include "tests/unit/random_record.h"

using namespace cel;

TEST_CASE("what a terminal would obey is shown instead") {
  CHECK(printable("a\x1b[31mred\x07") == "a\\x1b[31mred\\x07");
  CHECK(printable("two\nlines\r\tend") == "two\\nlines\\r\\tend");
  CHECK(printable(std::string_view("\0\x7f", 2)) == "\\x00\\x7f");
  CHECK(printable("C1 \xC2\x9B"
                  "31m") == "C1 \\x9b31m");
  CHECK(printable("not UTF-8 \xFF\xC0\xAF") == "not UTF-8 \\xff\\xc0\\xaf");
}

TEST_CASE("text cannot be turned around or hidden") {
  CHECK(printable("user\u202Etxt.exe") == "user\\u202etxt.exe");
  CHECK(printable("\u2066\u2069\u200F\u061C\uFEFF\u00AD") == "\\u2066\\u2069\\u200f\\u061c\\ufeff\\xad");
  CHECK(printable("\u2028\u2029") == "\\u2028\\u2029");
  CHECK(printable("tag \U000E0041") == "tag \\U000e0041");
  CHECK(printable("private \uE000, unassigned \U000378FF") == "private \\ue000, unassigned \\U000378ff");
}

TEST_CASE("every language stays as it was written") {
  for (const char* text : {"naïve café", "日本語のエラー", "Ошибка", "שגיאה", "خطأ", "कोड में त्रुटि",
                           "می\u200Cخواهم", "👩\u200D💻 ❤\uFE0F", "Tiếng Việt"}) {
    CHECK(printable(text) == text);
  }
}

TEST_CASE("marks do not pile up, nor sit on what is before the text") {
  CHECK(printable("\u0301a\u0301\u0301\u0301\u0301\u0301") == "\\u0301a\u0301\u0301\u0301\u0301\\u0301");
}

TEST_CASE("a source line's tabs lead to the next stop") {
  CHECK(printable_source("\tif x:") == "    if x:");
  CHECK(printable_source("ab\tc\t日\t.") == "ab  c   日  .");
}

TEST_CASE("lines are split where they end") {
  CHECK(printable_lines("a\r\nb\n\nc\n") == std::vector<std::string>{"a", "b", "", "c"});
  CHECK(printable_lines("").empty());
}

TEST_CASE("columns are those of the widest terminal") {
  CHECK(columns("abc") == 3);
  CHECK(columns("日本") == 4);
  CHECK(columns("e\u0301") == 1);
  CHECK(columns("😀") == 2);
  CHECK(columns("❤\uFE0F") == 2);
}

TEST_CASE("what does not fit ends with an ellipsis") {
  CHECK(fitted("abcdef", 6) == "abcdef");
  CHECK(fitted("abcdef", 5) == "abcd…");
  CHECK(fitted("日本語", 5) == "日本…");
  CHECK(fitted("日本語", 4) == "日…");
  CHECK(fitted("abc", 0).empty());
  CHECK(fitted_end("/srv/app/main.py", 8) == "…main.py");
  CHECK(fitted_end("日本語", 4) == "…語");
  CHECK(padded("日本語", 4) == "日… ");
}

TEST_CASE("long text wraps after spaces, or wherever it must") {
  CHECK(wrapped("one two three", 8) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(wrapped("日本語", 5) == std::vector<std::string>{"日本", "語"});
  CHECK(wrapped("", 10) == std::vector<std::string>{""});
}

TEST_CASE("no wrapped line begins with a mark") {
  const std::string mark = "\xCC\x81";  // combining acute accent
  using Lines = std::vector<std::string>;
  CHECK(wrapped("abcd " + mark + "efgh", 5) == Lines{"abcd " + mark, "efgh"});
  CHECK(wrapped("abcd☀️e", 5) == Lines{"abcd", "☀️e"});  // the second half of the sun makes it wide
}

TEST_CASE("any bytes at all become text that fits") {
  const auto seed = GENERATE(take(200, random(0, 1 << 30)));
  INFO("seed " << seed);
  test::Random random(static_cast<std::uint64_t>(seed));
  const std::string bytes =
      test::between(random, 0, 1) == 0 ? test::random_bytes(random, 300) : test::random_text(random, 300);
  const std::string text = printable_source(bytes);
  CHECK(valid_utf8(text) == text);
  CHECK(printable(text) == text);  // nothing is left to escape
  for (const char byte : text) {
    CHECK(static_cast<unsigned char>(byte) >= 0x20);
  }
  const std::size_t width = test::between(random, 2, 60);
  CHECK(columns(fitted(text, width)) <= width);
  CHECK(columns(fitted_end(text, width)) <= width);
  CHECK(columns(padded(text, width)) == width);
  for (const std::string& line : wrapped(text, width)) {
    CHECK(columns(line) <= width);
  }
}
