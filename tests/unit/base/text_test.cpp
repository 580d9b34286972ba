// SPDX-License-Identifier: Apache-2.0
#include "cel/base/text.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("a byte that is not UTF-8 stays readable") {
  CHECK(valid_utf8("caf\xE9") == "caf\\xe9");
  CHECK(valid_utf8("ok é 日 😀") == "ok é 日 😀");
  CHECK(valid_utf8(std::string_view("a\0b", 3)) == std::string_view("a\0b", 3));
}

TEST_CASE("overlong forms, surrogates and values past U+10FFFF are not UTF-8") {
  CHECK(utf8_sequence("\xC0\xAF") == 0);
  CHECK(utf8_sequence("\xE0\x80\xAF") == 0);
  CHECK(utf8_sequence("\xED\xA0\x80") == 0);
  CHECK(utf8_sequence("\xF4\x90\x80\x80") == 0);
  CHECK(utf8_sequence("\xF0\x9F\x98") == 0);  // cut short
  CHECK(utf8_sequence("") == 0);
  CHECK(utf8_sequence("\xF0\x9F\x98\x80") == 4);
}

TEST_CASE("a number is taken whole and within its bounds, or not at all") {
  CHECK(whole_number("512", 512, 1000) == 512);
  CHECK_FALSE(whole_number("511", 512, 1000));
  CHECK_FALSE(whole_number("1001", 512, 1000));
  CHECK_FALSE(whole_number("600 ", 512, 1000));
  CHECK_FALSE(whole_number("-1", 0, 1000));
  CHECK_FALSE(whole_number("", 0, 1000));
  CHECK_FALSE(whole_number("99999999999999999999", 0, UINT64_MAX));
}

TEST_CASE("a mode is shown as chmod takes it") {
  CHECK(octal(0100644) == "0644");
  CHECK(octal(04755) == "4755");
}

TEST_CASE("trimmed takes white space off both ends") {
  CHECK(trimmed(" \t a b \r\n") == "a b");
  CHECK(trimmed(" \n").empty());
}

TEST_CASE("fields are taken off a text one after the other") {
  std::string_view text = "a::b";
  CHECK(take_field(text, ':') == "a");
  CHECK(take_field(text, ':').empty());
  CHECK(text == "b");
  CHECK(take_field(text, ':') == "b");
  CHECK(text.empty());
  CHECK(take_field(text, ':').empty());
}

TEST_CASE("what is quoted for a sentence is readable, whatever its bytes") {
  CHECK(quoted("a b") == "'a b'");
  CHECK(quoted("\xff") == "'\\xff'");
}

TEST_CASE("names that others chose are shown on one line, and nothing in them is obeyed") {
  CHECK(one_line("plain /a b \xc3\xa9 \xe2\x80\xa6") == "plain /a b \xc3\xa9 \xe2\x80\xa6");
  CHECK(one_line("x\ncel-run: laid /etc/shadow") == "x\\x0acel-run: laid /etc/shadow");
  CHECK(one_line("\x1b[2J\r\t\x7f\xff") == "\\x1b[2J\\x0d\\x09\\x7f\\xff");
  CHECK(one_line("\xc2\x9b"
                 "31m") == "\\x9b31m");
  CHECK(one_line("\xe2\x80\xae"
                 "gpj") == "\\u202egpj");
  CHECK(one_line("\xe2\x80\xa8\xf0\x9f\x98\x80") == "\\u2028\xf0\x9f\x98\x80");
}
