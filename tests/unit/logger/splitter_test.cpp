// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/splitter.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/random_record.h"

using namespace cel;

namespace {

struct Found {
  Json object;
  std::string text;
};

/// What a splitter finds in bytes that come in pieces of at most `piece`.
std::vector<Found> split(std::string_view bytes, std::size_t piece = 65536, std::size_t window = 1U << 20U) {
  Splitter splitter(window, {});
  std::vector<Found> found;
  const auto collect = [&] {
    while (auto report = splitter.next()) {
      found.push_back({std::move(report->object), std::string(report->text)});
    }
  };
  while (!bytes.empty()) {
    const Window::Room room = splitter.room();
    REQUIRE(room.size > 0);
    const std::size_t count = std::min({room.size, piece, bytes.size()});
    std::memcpy(room.data, bytes.data(), count);
    splitter.add(count);
    bytes.remove_prefix(count);
    collect();
  }
  splitter.end();
  collect();
  CHECK(splitter.bytes_left() == 0);
  return found;
}

}  // namespace

TEST_CASE("no bytes are no report") { CHECK(split("").empty()); }

TEST_CASE("what is no object on its first line is one report, whole") {
  for (const std::string text : {"boom", "Traceback\n  line\n{\"a\":1}\n", "[1]", "{broken", "{\"a\":1} x",
                                 " \n", "\xFF\n", "\n\n boom\n", "{\n\"a\":1\n}\n"}) {
    const auto found = split(text, 3);
    REQUIRE(found.size() == 1);
    CHECK(found[0].text == text);
  }
  CHECK(split("{\n\"a\":1\n}\n")[0].object["a"] == 1);
}

TEST_CASE("objects one a line are reports, and text between them is not dropped") {
  for (const std::size_t piece : {1U, 2U, 7U, 1000U}) {
    const auto found = split("\n{\"n\":1}\n{\"n\":2}\nsome\ntext\n\n{\"n\":NaN}\n{\"n\":\n", piece);
    REQUIRE(found.size() == 5);
    CHECK(found[0].object["n"] == 1);
    CHECK(found[1].object["n"] == 2);
    CHECK(found[2].text == "some\ntext\n\n");
    CHECK(found[3].object["n"] == "NaN");
    CHECK(found[3].text == "{\"n\":NaN}\n");
    CHECK(found[4].text == "{\"n\":\n");
  }
}

TEST_CASE("blank lines behind the last object are no report, and nothing that is left") {
  CHECK(split("{\"n\":1}\n\n \n ").size() == 1);
}

TEST_CASE("an object is a report as soon as its line is whole") {
  Splitter splitter(65536, {});
  const std::string_view bytes = "{\"n\":1}\n{";
  std::memcpy(splitter.room().data, bytes.data(), bytes.size());
  splitter.add(bytes.size());
  CHECK(splitter.next()->object["n"] == 1);
  CHECK_FALSE(splitter.next());
  CHECK(splitter.bytes_left() == 1);
  CHECK(splitter.reports_left() == 1);
}

TEST_CASE("of a long text the first and the last lines are kept, whole") {
  std::string bytes;
  for (int i = 0; bytes.size() < 1'000'000; ++i) {
    bytes += "line " + std::to_string(i) + "\n";
  }
  const auto found = split(bytes, 5000, 100'000);
  REQUIRE(found.size() == 1);
  const std::string& text = found[0].text;
  CHECK(text.size() <= 100'000);
  const std::size_t marker = text.find("\n… ");
  REQUIRE(marker != std::string::npos);
  CHECK(marker > 40'000);
  CHECK(bytes.starts_with(text.substr(0, marker)));
  CHECK(bytes[marker - 1] == '\n');
  const std::size_t rest = text.find(" bytes …\n") + 11;
  CHECK(text.size() - rest > 15'000);
  CHECK(bytes.ends_with(text.substr(rest)));
  CHECK(text.compare(rest, 5, "line ") == 0);
  CHECK(std::stoul(text.substr(marker + 5)) == bytes.size() - marker - (text.size() - rest));
}

TEST_CASE("an input of exactly the window is not cut") {
  const std::string bytes(20'000, 'x');
  CHECK(split(bytes, 20'000, 20'000)[0].text == bytes);
}

TEST_CASE("an object that is longer than the window stays one, and so do those that follow it") {
  const std::string large = R"({"type":"T","backtrace":")" + std::string(300'000, 'x') + "\",\"z\":1}";
  const auto found = split("{\"n\":1}\n" + large + "\n{\"n\":2}\n", 4096, 100'000);
  REQUIRE(found.size() == 3);
  CHECK(found[1].object["type"] == "T");
  CHECK(found[1].object["z"] == 1);
  CHECK(found[1].object["backtrace"].get<std::string>().find(" bytes …") != std::string::npos);
  CHECK(found[2].object["n"] == 2);
}

TEST_CASE("long text between objects costs neither of them") {
  std::string text;
  while (text.size() < 500'000) {
    text += "some words of text\n";
  }
  const auto found = split("{\"n\":1}\n" + text + "{\"n\":2}\n" + text, 3000, 70'000);
  REQUIRE(found.size() == 4);
  CHECK(found[0].object["n"] == 1);
  CHECK(found[1].text.find(" bytes …") != std::string::npos);
  CHECK(found[2].object["n"] == 2);
  CHECK(found[3].text.find(" bytes …") != std::string::npos);
}

TEST_CASE("whatever bytes come, in whatever pieces, each is in a report or was left out") {
  const auto seed = GENERATE(range(0, 200));
  test::Random random(static_cast<unsigned>(seed));
  std::string bytes;
  for (std::size_t i = test::between(random, 1, 30); i > 0; --i) {
    bytes += test::between(random, 0, 2) > 0 ? "{\"n\":" + std::to_string(i) + "}"
                                             : test::random_bytes(random, test::between(random, 0, 3000));
    bytes += test::between(random, 0, 3) > 0 ? "\n" : "";
  }
  const std::size_t window = test::between(random, 1000, 9000);
  CAPTURE(seed, window);
  CHECK_FALSE(split(bytes, test::between(random, 1, 2000), window).empty());
}
