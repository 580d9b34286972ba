// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/debug_words.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

const std::string kSha(64, 'a');

}  // namespace

TEST_CASE("Words for debugging combine in any order") {
  const auto words = parse_debug_words("verbose,stayalive,fstree=http://url-to-my-os-tree/");
  REQUIRE(words);
  CHECK(words->verbose);
  CHECK(words->stay_alive);
  CHECK(words->tree->place == "http://url-to-my-os-tree/");
  CHECK(words->tree->sha256.empty());
  const auto other = parse_debug_words(" fstree=/a.zip#sha256=" + std::string(64, 'A') + " , stayalive,");
  REQUIRE(other);
  CHECK(!other->verbose);
  CHECK(other->stay_alive);
  CHECK(other->tree->place == "/a.zip");
  CHECK(other->tree->sha256 == kSha);
  CHECK(!parse_debug_words("")->tree);
}

TEST_CASE("A tree's URL is whole, whatever signs are in it") {
  CHECK(parse_debug_words("fstree=https://h/x?a=b&c=d#e#sha256=" + kSha)->tree->place ==
        "https://h/x?a=b&c=d#e");
  CHECK(parse_debug_words("fstree=file:///x=y.tar")->tree->place == "/x=y.tar");
}

TEST_CASE("A wrong word is told with the list of words") {
  for (const std::string text : {"verbos", "verbose,1", "fstree", "fstree=", "fstree=ftp://h/x", "VERBOSE",
                                 "fstree=/x#sha256=12", "fstree=/a,fstree=/b"}) {
    CAPTURE(text);
    const auto words = parse_debug_words(text);
    REQUIRE(!words);
    CHECK(words.error().find("verbose, stayalive and fstree=URL") != std::string::npos);
  }
  CHECK(parse_debug_words("fstree=ftp://bob:LEAK@h/x").error().find("LEAK") == std::string::npos);
}

TEST_CASE("DEBUG is ours only if all of its words are") {
  CHECK(are_debug_words("verbose"));
  CHECK(are_debug_words("stayalive,fstree=http://h/x"));
  for (const std::string text : {"", "1", "true", "app:*", "verbose,1", ",", "verbose stayalive"}) {
    CAPTURE(text);
    CHECK(!are_debug_words(text));
  }
}
