// SPDX-License-Identifier: Apache-2.0
#include "cel/report/match.h"

#include <catch2/catch.hpp>

#include "cel/trace/trace.h"

using namespace cel;

namespace {

Report sample() {
  Container container;
  container.engine = "docker";
  container.name = "shop";
  container.id = "aabbccddeeff00112233";
  container.pod = "shop-6b";
  Report report;
  report.id = "0123456789abcdef0123456789abcdef";
  report.container = std::make_shared<const Container>(container);
  report.record = Json{{"type", "Python3"},
                       {"reason", "shop.py:6:price:KeyError: 'apple'"},
                       {"pid", 7},
                       {"container", "claimed"},
                       {"exception", {{"type", "KeyError"}}},
                       {"exceptions",
                        {{{"type", "KeyError"},
                          {"message", "'apple'"},
                          {"frames", {{{"file", "/srv/orders/views.py"}, {"function", "post"}}}}}}}};
  return report;
}

bool matches(std::initializer_list<const char*> arguments) {
  Match match;
  for (const char* argument : arguments) {
    REQUIRE(match.add(argument));
  }
  return match(sample());
}

}  // namespace

TEST_CASE("without a word every report matches") {
  CHECK(matches({}));
  CHECK(Match().empty());
}

TEST_CASE("a word names a container, a pod, a report or a group") {
  CHECK(matches({"shop"}));
  CHECK(matches({"shop-6b"}));
  CHECK(matches({"aabb"}));
  CHECK(matches({"0123456789"}));
  const std::string fingerprint = fingerprint_of(sample().record);
  CHECK(matches({fingerprint.c_str()}));
  CHECK(matches({fingerprint.substr(5, 6).c_str()}));
  CHECK_FALSE(matches({"aab"}));  // too short to be meant as an id
  CHECK_FALSE(matches({"claimed"}));
  CHECK_FALSE(matches({"cel2:"}));
}

TEST_CASE("a word is looked for in names, reason, types, messages and files") {
  CHECK(matches({"sho"}));
  CHECK(matches({"SHOP"}));
  CHECK(matches({"keyerror"}));
  CHECK(matches({"apple"}));
  CHECK(matches({"orders/views"}));
  CHECK(matches({"python3"}));
  CHECK_FALSE(matches({"post"}));
  CHECK_FALSE(matches({"pear"}));
}

TEST_CASE("a word with a pattern's characters must fit a name or a text as a whole") {
  CHECK(matches({"shop-*"}));
  CHECK(matches({"*KeyError*"}));
  CHECK_FALSE(matches({"hop-*"}));
}

TEST_CASE("eight hex digits are an id, not a word of a text") {
  Report report = sample();
  report.record["reason"] = "free(): invalid pointer deadbeef in facade";
  Match word;
  REQUIRE(word.add("deadbeef"));
  CHECK_FALSE(word(report));
  Match shorter;
  REQUIRE(shorter.add("facad"));
  CHECK(shorter(report));
}

TEST_CASE("a record whose elements have other types than they should is searched without error") {
  Report report = sample();
  report.record =
      Json{{"type", 3}, {"exceptions", {1, {{"frames", {"x", {{"file", 7}}}}}, {{"type", nullptr}}}}};
  Match match;
  REQUIRE(match.add("nothing"));
  CHECK_FALSE(match(report));
}

TEST_CASE("a field is the host's word first, then the record's") {
  CHECK(matches({"container=shop"}));
  CHECK_FALSE(matches({"container=claimed"}));
  CHECK(matches({"type=Python3"}));
  CHECK(matches({"pid=7"}));
  CHECK(matches({"exception.type=KeyError"}));
  CHECK(matches({"reason=*KeyError*"}));
  CHECK(matches({"nothing="}));
  CHECK_FALSE(matches({"type=Python"}));
  CHECK_FALSE(matches({"exception.type.more=KeyError"}));
  CHECK_FALSE(matches({"nothing=x"}));
}

TEST_CASE("values of one field are alternatives, and fields all count") {
  CHECK(matches({"type=Java", "type=Python3"}));
  CHECK(matches({"other", "shop", "type=Python3"}));
  CHECK_FALSE(matches({"shop", "type=Java"}));
  CHECK_FALSE(matches({"other", "type=Python3"}));
}

TEST_CASE("only a container that is named for sure is read alone") {
  const auto read_alone = [](const char* argument) {
    Match match;
    REQUIRE(match.add(argument));
    return match.container();
  };
  CHECK(read_alone("container=shop") == "shop");
  CHECK(read_alone("container=sh*").empty());
  CHECK(read_alone("shop").empty());  // it may be a pod's
}

TEST_CASE("what cannot match is refused") {
  Match match;
  CHECK_FALSE(match.add(""));
  CHECK_FALSE(match.add("=x"));
}
