// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/options.h"

#include <algorithm>
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
  CHECK(options->places.empty());
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
  REQUIRE(options->places.at("files").size() == 2);
  CHECK(options->places.at("files")[0].value == "/no/such.log");
  CHECK(options->places.at("files")[1].value == ".");
  CHECK(options->places.at("stdin").size() == 1);
  CHECK_FALSE(options->match.empty());
}

TEST_CASE("each way to name a journal names one") {
  Words words;
  const auto value_of = [&](std::string_view option) -> std::optional<std::string>& {
    return std::find_if(words.places.begin(), words.places.end(),
                        [&](const PlaceValue& place) { return place.option.name() == option; })
        ->value;
  };
  value_of("directory") = "/j";
  const Result<Options> folder = options_of(words, kToday);
  REQUIRE(folder);
  const PlaceWords& said = folder->places.at("journal");
  REQUIRE(said.size() == 1);
  CHECK(said[0].option == "directory");
  CHECK(said[0].value == "/j");
  value_of("root") = "/r";
  CHECK(options_of(words, kToday).error() ==
        "--directory, --file, --root and --machine each name a journal: give one of them");
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
