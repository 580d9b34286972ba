// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/spool.h"

#include <filesystem>
#include <fstream>
#include <memory>

#include "cel/ship/state/spool_reader.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;

namespace {

constexpr std::uint64_t kRoomy = 1U << 20U;

std::unique_ptr<Spool> opened(const test::Folder& folder, std::uint64_t most = kRoomy) {
  Result<std::unique_ptr<Spool>> spool = Spool::open(folder.file("spool"), most);
  REQUIRE(spool);
  return std::move(*spool);
}

std::string numbered(int number, std::size_t size = 0) {
  return "{\"id\":\"" + std::to_string(number) + std::string(size, 'x') + "\"}";
}

void add(Spool& spool, int from, int to, std::size_t size = 0) {
  for (int number = from; number < to; ++number) {
    REQUIRE(spool.append(numbered(number, size)) == Spool::Added::added);
  }
}

std::vector<std::string> all_of(SpoolReader& reader, std::size_t reports = 7, std::size_t bytes = 100) {
  std::vector<std::string> texts;
  for (;;) {
    auto lines = reader.read(reports, bytes);
    REQUIRE(lines);
    if (lines->empty()) {
      return texts;
    }
    CHECK(lines->size() <= reports);
    for (const SpoolReader::Line& line : *lines) {
      texts.push_back(line.text);
    }
  }
}

std::vector<std::string> numbers(int from, int to, std::size_t size = 0) {
  std::vector<std::string> texts;
  for (int number = from; number < to; ++number) {
    texts.push_back(numbered(number, size));
  }
  return texts;
}

std::size_t files_in(const test::Folder& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder.file("spool")), {}));
}

}  // namespace

TEST_CASE("each destination reads all reports in order, from its own position") {
  const test::Folder folder;
  const auto spool = opened(folder);
  CHECK(spool->join("one", std::nullopt) == 0);
  add(*spool, 0, 30);
  CHECK(spool->join("late", std::nullopt) == 30);
  CHECK(spool->join("other", 10) == 10);
  SpoolReader one(*spool, 0);
  SpoolReader other(*spool, 10);
  CHECK(all_of(one) == numbers(0, 30));
  CHECK(all_of(other) == numbers(10, 30));
  add(*spool, 30, 33);
  CHECK(all_of(one) == numbers(30, 33));
  CHECK(one.number() == 33);
}

TEST_CASE("a report that is longer than a read may be comes alone and whole") {
  const test::Folder folder;
  const auto spool = opened(folder);
  add(*spool, 0, 2);
  add(*spool, 2, 3, 100'000);
  add(*spool, 3, 4);
  SpoolReader reader(*spool, 0);
  CHECK(all_of(reader, 10, 10) == std::vector{numbered(0), numbered(1), numbered(2, 100'000), numbered(3)});
}

TEST_CASE("after a crash the spool goes on behind its last whole line, and takes no line twice") {
  const test::Folder folder;
  const std::string whole = numbered(0) + "\n" + numbered(1) + "\n";
  const std::string text = whole + numbered(2) + "\n";
  for (std::size_t size = whole.size(); size <= text.size(); ++size) {
    std::filesystem::remove_all(folder.file("spool"));
    std::filesystem::create_directory(folder.file("spool"));
    std::ofstream(folder.file("spool/" + segment_name(0)), std::ios::binary) << text.substr(0, size);
    const auto spool = opened(folder);
    spool->join("one", 0);
    add(*spool, 0, 4);
    SpoolReader reader(*spool, 0);
    CHECK(all_of(reader) == numbers(0, 4));
  }
}

TEST_CASE("what every destination has settled takes no room, also over restarts") {
  const test::Folder folder;
  constexpr std::uint64_t kSmall = 8000;  // segments of 1000 bytes
  {
    const auto spool = opened(folder, kSmall);
    spool->join("one", std::nullopt);
    spool->join("other", std::nullopt);
    add(*spool, 0, 30, 100);
    CHECK(files_in(folder) > 3);
    spool->settle("one", 30);
    CHECK(files_in(folder) > 3);
    spool->settle("other", 15);
  }
  const auto spool = opened(folder, kSmall);
  CHECK(spool->join("one", 30) == 30);
  CHECK(spool->join("other", 15) == 15);
  SpoolReader reader(*spool, 15);
  CHECK(all_of(reader) == numbers(15, 30, 100));
  spool->settle("other", 30);
  CHECK(files_in(folder) == 1);
}

TEST_CASE(
    "a destination that is behind the others by the whole spool loses its oldest reports, and no other "
    "does") {
  const test::Folder folder;
  constexpr std::uint64_t kSmall = 8000;
  const auto spool = opened(folder, kSmall);
  spool->join("dead", std::nullopt);
  spool->join("alive", std::nullopt);
  SpoolReader alive(*spool, 0);
  for (int number = 0; number < 200; ++number) {
    add(*spool, number, number + 1, 100);
    CHECK(all_of(alive) == numbers(number, number + 1, 100));
    spool->settle("alive", alive.number());
    CHECK(spool->bytes() <= kSmall);
  }
  SpoolReader dead(*spool, 0);
  const auto rest = all_of(dead);
  CHECK(rest.size() > 50);
  CHECK(rest == numbers(200 - static_cast<int>(rest.size()), 200, 100));
  CHECK(dead.skipped() == 200 - rest.size());
  CHECK(alive.skipped() == 0);
}

TEST_CASE("where all destinations are behind, nothing is dropped: the logs keep what comes") {
  const test::Folder folder;
  constexpr std::uint64_t kSmall = 8000;
  const auto spool = opened(folder, kSmall);
  spool->join("one", std::nullopt);
  spool->join("other", std::nullopt);
  int added = 0;
  while (spool->append(numbered(added, 100)) == Spool::Added::added) {
    ++added;
  }
  CHECK(spool->append(numbered(added, 100)) == Spool::Added::full);
  CHECK(added > 50);
  SpoolReader reader(*spool, 0);
  CHECK(all_of(reader) == numbers(0, added, 100));
  spool->settle("one", reader.number());
  CHECK(spool->append(numbered(added, 100)) == Spool::Added::added);
}
