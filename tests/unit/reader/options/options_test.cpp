// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/options.h"

#include <catch2/catch.hpp>
#include <functional>

using namespace cel;

namespace {

constexpr std::int64_t kToday = 1'700'000'000'000'000;

Words with(const std::function<void(Words&)>& change) {
  Words words;
  change(words);
  return words;
}

}  // namespace

TEST_CASE("nothing said: everything, newest first") {
  const Result<Options> options = options_of({}, kToday);
  REQUIRE(options);
  CHECK(options->sources.nothing_said());
  CHECK(options->wanted.direction == Direction::newest_first);
  CHECK(options->match.empty());
  CHECK(options->json == JsonForm::none);
}

TEST_CASE("an operand is a file when it has a slash or is there, else a match") {
  const Result<Options> options =
      options_of(with([](Words& words) {
                   words.operands = {"/no/such.log", "-", ".", "shop", "executable=/usr/bin/x"};
                 }),
                 kToday);
  REQUIRE(options);
  CHECK(options->sources.files == std::vector<std::string>{"/no/such.log", "-", "."});
  CHECK_FALSE(options->match.empty());
}

TEST_CASE("each way to name a journal names one") {
  const Result<Options> folder = options_of(with([](Words& words) { words.directory = "/j"; }), kToday);
  REQUIRE(folder);
  CHECK(folder->sources.journal);
  CHECK(folder->sources.place.kind == JournalPlace::Kind::directory);
  CHECK_FALSE(options_of(with([](Words& words) { words.directory = words.root = "/j"; }), kToday));
}

TEST_CASE("times are read, and a wrong one is said with its option") {
  const Result<Options> hour = options_of(with([](Words& words) { words.since = "-1h"; }), kToday);
  REQUIRE(hour);
  CHECK(hour->wanted.since == kToday - 3'600'000'000);
  const Result<Options> wrong = options_of(with([](Words& words) { words.until = "soon"; }), kToday);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().starts_with("--until: 'soon'"));
}

TEST_CASE("what makes no sense is refused") {
  CHECK_FALSE(options_of(with([](Words& words) { words.json = "xml"; }), kToday));
  CHECK_FALSE(options_of(with([](Words& words) { words.options.wanted.tag.clear(); }), kToday));
  CHECK_FALSE(options_of(with([](Words& words) { words.operands = {"=x"}; }), kToday));
}

TEST_CASE("the container that is surely meant is what a source reads alone") {
  const Result<Options> options =
      options_of(with([](Words& words) { words.operands = {"container=shop"}; }), kToday);
  REQUIRE(options);
  CHECK(options->wanted.container == "shop");
}
