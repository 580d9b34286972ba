// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/cursor.h"

#include <algorithm>

#include "tests/unit/sink/temporary.h"

using namespace cel;

namespace {

Cursor opened(const std::string& path) {
  Result<Cursor> cursor = Cursor::open(path);
  REQUIRE(cursor);
  return std::move(*cursor);
}

}  // namespace

TEST_CASE("a cursor remembers positions and reports, the last of each log") {
  const test::Folder folder;
  const std::string path = folder.file("cursor");
  {
    Cursor cursor = opened(path);
    cursor.move("one", Json{{"offset", 1}});
    cursor.move("two", Json{{"offset", 2}});
    REQUIRE(cursor.save());
    cursor.move("one", Json{{"offset", 3}});
    cursor.forget("two");
    REQUIRE(cursor.add({"00ff", "c1", "1000"}));
    REQUIRE(cursor.save());
  }
  for (int times = 0; times < 2; ++times) {  // the first one to open it rewrites it
    const Cursor cursor = opened(path);
    CHECK(cursor.positions() == std::map<std::string, Json>{{"one", Json{{"offset", 3}}}});
    REQUIRE(cursor.delivered().size() == 1);
    CHECK(cursor.delivered()[0].id == "00ff");
    CHECK(cursor.delivered()[0].container == "c1");
    CHECK(cursor.delivered()[0].user == "1000");
  }
}

TEST_CASE("a report is remembered from the moment on that it was added, a torn line never") {
  const test::Folder folder;
  const std::string path = folder.file("cursor");
  Cursor cursor = opened(path);
  REQUIRE(cursor.add({"00ff", "", ""}));
  REQUIRE(cursor.add({"00aa", "", ""}));
  const std::string text = test::content_of(path);
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string torn = folder.file("torn");
    std::ofstream(torn, std::ios::binary) << text.substr(0, size);
    if (size > 0 && size <= text.find('\n')) {
      continue;  // rename() never leaves a first line unfinished
    }
    const Result<Cursor> again = Cursor::open(torn);
    REQUIRE(again);
    const auto lines =
        static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<long>(size), '\n'));
    CHECK(again->delivered().size() == (lines == 0 ? 0 : lines - 1));
  }
}

TEST_CASE("what is no cursor file is left as it is") {
  const test::Folder folder;
  const std::string path = folder.file("letter");
  std::ofstream(path) << "Dear Sir or Madam\n";
  const Result<Cursor> cursor = Cursor::open(path);
  REQUIRE_FALSE(cursor);
  CHECK(cursor.error() == path + " is no cursor file of cel: name another, or remove it");
  CHECK(test::content_of(path) == "Dear Sir or Madam\n");
  CHECK_FALSE(Cursor::open(folder.file("no/such/folder")));
}

TEST_CASE("the file does not grow for ever") {
  const test::Folder folder;
  const std::string path = folder.file("cursor");
  {
    Cursor cursor = opened(path);
    for (std::uint64_t i = 0; i < 60'000; ++i) {
      cursor.move("log", Json{{"offset", i}});
      REQUIRE(cursor.add({std::string(32, 'a'), "", ""}));
      if (i % 1000 == 999) {
        REQUIRE(cursor.save());
      }
    }
    CHECK(std::filesystem::file_size(path) < (1U << 20U) + 100'000);
  }
  CHECK(opened(path).positions().at("log") == Json{{"offset", 59'999}});
}

TEST_CASE("one cursor file serves one follower at a time, however often it was replaced") {
  const test::Folder folder;
  const std::string path = folder.file("cursor");
  {
    Cursor first = opened(path);
    for (int times = 0; times < 2; ++times) {
      const Result<Cursor> second = Cursor::open(path);
      REQUIRE(!second);
      CHECK(second.error() == path + " belongs to another cel that runs: end that one, or name another file");
      while (times == 0 && first.delivered().size() < 4096) {
        REQUIRE(first.add({std::string(300, 'f'), "", ""}));  // more than a file may hold
      }
      REQUIRE(first.save());
    }
  }
  CHECK(opened(path).delivered().size() == 4096);
}

TEST_CASE("what is no regular file is no cursor's") {
  const Result<Cursor> cursor = Cursor::open("/dev/null");
  REQUIRE(!cursor);
  CHECK(cursor.error() == "/dev/null is no regular file: name another for the cursor");
}
