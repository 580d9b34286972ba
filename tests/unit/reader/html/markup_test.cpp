// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/html/markup.h"

#include <catch2/catch.hpp>

using namespace cel::html;

TEST_CASE("text is escaped wherever it goes into HTML") {
  Markup page;
  page.open("p", {{"title", "\" onmouseover='alert(1)' <b>&"}}).text("</p><script>alert(1)</script>&amp;");
  CHECK(page.take() ==
        "<p title=\"&quot; onmouseover=&#39;alert(1)&#39; &lt;b&gt;&amp;\">"
        "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</p>\n");
}

TEST_CASE("what HTML does not allow, or what turns text around, is shown as an escape") {
  CHECK(escaped(std::string_view("\0\x0c\x1b\x7f", 4)) == "\\x00\\x0c\\x1b\\x7f");
  CHECK(escaped("\xFF\xEF\xBF\xBF\u202E\u0085") == "\\xff\\uffff\\u202e\\x85");
}

TEST_CASE("everything that was opened is closed, the innermost first") {
  Markup page;
  page.open("ul").open("li").element("b", "x", "y").open("i");
  CHECK(page.take() == "<ul><li><b class=\"x\">y</b><i></i></li></ul>\n");
}
