// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/search.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace cel;

namespace {

Search::Hit first_of(std::string_view text, const std::vector<std::string>& needles, std::size_t from) {
  Search::Hit first;
  for (std::size_t i = 0; i < needles.size(); ++i) {
    const std::size_t at = text.find(needles[i], from);
    if (at < first.at) {
      first = {at, i};
    }
  }
  return first;
}

/// Whether every hit in `text` is where looking for each needle by itself finds it.
bool finds_all(std::string_view text, const std::vector<std::string>& needles) {
  const Search search(needles);
  for (std::size_t from = 0;;) {
    const Search::Hit hit = search.next(text, from);
    const Search::Hit wanted = first_of(text, needles, from);
    if (hit.at != wanted.at || hit.needle != wanted.needle) {
      return false;
    }
    if (hit.at == std::string_view::npos) {
      return true;
    }
    from = hit.at + 1;
  }
}

}  // namespace

TEST_CASE("a search finds each needle at every place of a text") {
  const std::vector<std::string> needles{" P ", "container-exception-logger", "x"};
  for (const std::string& needle : needles) {
    for (std::size_t before = 0; before < 600; ++before) {
      for (const std::size_t after : {0U, 1U, 300U}) {
        const std::string text = std::string(before, '.') + needle + std::string(after, '.');
        REQUIRE(Search(needles).next(text, 0).at == before);
        REQUIRE(Search(needles).next(text, before + 1).at == first_of(text, needles, before + 1).at);
      }
    }
  }
}

TEST_CASE("a search finds what looking for each needle finds, and no more, in random texts of few letters") {
  std::mt19937 random(4);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (std::size_t size = random() % 3000; text.size() < size;) {
      text += "aab\0{"[random() % 5];
    }
    REQUIRE(finds_all(text, {"{"}));
    REQUIRE(finds_all(text, {"aabaab", "ba{", std::string("b\0", 2)}));
  }
}

TEST_CASE("a search of nothing, or of less than a needle, finds nothing") {
  const Search search({"needle"});
  REQUIRE(search.next("", 0).at == std::string_view::npos);
  REQUIRE(search.next("needl", 0).at == std::string_view::npos);
  REQUIRE(search.next("needle", std::string_view::npos).at == std::string_view::npos);
}
