// SPDX-License-Identifier: Apache-2.0
#include "cel/report/triage/triage_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "cel/report/triage/triage_text.h"

using namespace cel;

namespace {

constexpr std::int64_t kMoment = 1'700'000'000'123'456;

struct Folder {
  std::string path;
  Folder() {
    std::string name = "/tmp/cel-triage-XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string error_in(std::string_view text) {
  const Result<Triage> triage = parse_triage(text);
  REQUIRE_FALSE(triage);
  return triage.error();
}

}  // namespace

TEST_CASE("what was said of groups is read as it was written") {
  Triage triage;
  triage.know("cel2:000000000001", kMoment);
  triage.resolve("cel2:000000000002", kMoment + 1, "1.4 \"beta\" \\ \x7f");
  triage.come_back("cel2:000000000002", kMoment + 2);
  triage.mute("rule1:00000000003", kMoment, kMoment + 5, 0);
  triage.mute("rule1:00000000004", kMoment, 0, 100);
  const Result<Triage> read = parse_triage(triage_text(triage));
  REQUIRE(read);
  CHECK(read->entries() == triage.entries());
  CHECK(parse_triage("")->entries().empty());
}

TEST_CASE("a report that claims to be of any time breaks no state") {
  Triage triage;
  triage.resolve("g", kMoment, "");
  triage.come_back("g", INT64_MAX);
  const Result<Triage> read = parse_triage(triage_text(triage));
  REQUIRE(read);
  CHECK(read->find("g")->back > kMoment);
}

TEST_CASE("a broken state says where") {
  const std::string start = "format = 1\n[[group]]\nid = 'a'\nknown = 2026-01-31T18:00:00Z\n";
  REQUIRE(parse_triage(start));
  CHECK(error_in("format = 1\n[[group]\n").starts_with("line 2, column 9: "));
  CHECK(error_in("format = 2\n").starts_with("line 1, column 10: this is no state"));
  CHECK(error_in("[[group]]\n").find("this is no state") != std::string::npos);
  CHECK(error_in(start + "muted = 5\n").starts_with("line 5, column 9: here stands a time"));
  CHECK(error_in(start + "color = 'red'\n").find("'color' is nothing") != std::string::npos);
  CHECK(error_in(start + "until-count = 3\n").find("belongs to another decision") != std::string::npos);
  CHECK(error_in(start + "[[group]]\nid = 'a'\nknown = 2026-01-31T18:00:00Z\n").find("twice") !=
        std::string::npos);
}

TEST_CASE("a change makes folder and file for this user alone, and keeps the mode of one that is there") {
  const Folder folder;
  const std::string path = folder.path + "/a/b/triage.toml";
  REQUIRE(change_triage(path, [](Triage& triage) { triage.know("g", kMoment); }));
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  REQUIRE(chmod(path.c_str(), 0640) == 0);
  const std::string link = folder.path + "/link";
  REQUIRE(symlink(path.c_str(), link.c_str()) == 0);
  REQUIRE(change_triage(link, [](Triage& triage) { triage.know("h", kMoment); }));
  REQUIRE(lstat(link.c_str(), &status) == 0);
  CHECK(S_ISLNK(status.st_mode));
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0640);
  CHECK(read_triage(path)->entries().size() == 2);
}

TEST_CASE("a broken file stays as it is") {
  const Folder folder;
  const std::string path = folder.path + "/triage.toml";
  std::ofstream(path) << "format = 1\nbroken";
  const Result<void> changed = change_triage(path, [](Triage& triage) { triage.know("g", kMoment); });
  REQUIRE_FALSE(changed);
  CHECK(changed.error().find(path + ": line 2, column") != std::string::npos);
  std::ifstream file(path);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "format = 1\nbroken");
}

TEST_CASE("of changes at the same time none is lost") {
  const Folder folder;
  const std::string path = folder.path + "/triage.toml";
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kChanges = 25;
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&path, thread] {
      for (std::size_t i = 0; i < kChanges; ++i) {
        const std::string id = std::to_string(thread) + "." + std::to_string(i);
        const bool changed{change_triage(path, [&id](Triage& triage) { triage.resolve(id, kMoment, ""); })};
        (void)changed;  // what is missing in the end tells
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(read_triage(path)->entries().size() == kThreads * kChanges);
}
