// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/file_tail.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "tests/unit/sink/temporary.h"
#include "tests/unit/source/log_text.h"

using namespace cel;
using namespace cel::test;
using Lines = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

/// A log as its writer has it, and how it is rotated.
class Log {
 public:
  void write(const std::string& line) const {
    std::ofstream(path, std::ios::binary | std::ios::app) << line << '\n';
  }

  /// As Docker does: X.log.2.gz, X.log.1.gz, X.log; `most` files in all.
  void rotate(int most = 10, bool compress = true) const {
    for (int age = most - 1; age > 0; --age) {
      for (const char* const suffix : {"", ".gz"}) {
        const std::string name = numbered(age) + suffix;
        if (age == most - 1) {
          fs::remove(name);
        } else if (fs::exists(name)) {
          fs::rename(name, numbered(age + 1) + suffix);
        }
      }
    }
    fs::rename(path, numbered(1));
    write_file(path, "");
    if (compress) {
      this->compress(numbered(1));
    }
  }

  /// As the kubelet does, which compresses all but the latest.
  void rotate_by_date(int day) const {
    const std::string latest = path + ".202601" + std::to_string(10 + day) + "-000000";
    for (const auto& entry : fs::directory_iterator(folder.file(""))) {
      const std::string name = entry.path();
      if (name != path && !name.ends_with(".gz")) {
        compress(name);
      }
    }
    fs::rename(path, latest);
    write_file(path, "");
  }

  void copy_and_truncate() const {
    fs::copy_file(path, numbered(1));
    fs::resize_file(path, 0);
    compress(numbered(1));
  }

  static void compress(const std::string& name) {
    write_file(name + ".gz", gzipped(content_of(name)));
    fs::remove(name);
  }

  std::string numbered(int age) const { return path + "." + std::to_string(age); }

  Folder folder;
  std::string path = folder.file("x.log");
};

/// What a follower of the log reads, which may go away and come back.
class Follow {
 public:
  explicit Follow(const Log& log) : log_(log) { come_back(); }

  void go_away() {
    position_ = tail_->position();
    tail_.reset();
  }

  void come_back() {
    tail_ = std::make_unique<FileTail>(log_.path, true);
    REQUIRE((position_.is_null() ? tail_->begin_at_end() : tail_->resume(position_)));
  }

  Lines read(std::size_t most = 1'000'000) {
    Lines lines;
    std::string_view line;
    for (Result<bool> more = true; *more && lines.size() < most;) {
      more = tail_->next(line);
      REQUIRE(more);
      if (const auto gap = tail_->take_gap()) {
        gaps.push_back(gap->why);
      }
      if (*more) {
        lines.emplace_back(line);
      }
    }
    return lines;
  }

  Lines gaps;

 private:
  const Log& log_;
  std::unique_ptr<FileTail> tail_;
  Json position_;
};

}  // namespace

TEST_CASE("what was rotated and compressed while nobody followed is read in its order", "[tail]") {
  const Log log;
  log.write("before");
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  follow.go_away();
  log.write("2");
  SECTION("numbered, all compressed") {
    for (const char* const line : {"3", "4", "5"}) {
      log.rotate();
      log.write(line);
    }
  }
  SECTION("numbered, the latest is not compressed") {
    log.rotate();
    log.write("3");
    log.rotate();
    log.write("4");
    log.rotate(10, false);
    log.write("5");
  }
  SECTION("with a date in the name") {
    for (const int day : {3, 4, 5}) {
      log.rotate_by_date(day);
      log.write(std::to_string(day));
    }
  }
  SECTION("copied, truncated and compressed") {
    log.write("3");
    log.write("4");
    log.copy_and_truncate();
    log.write("5");
  }
  follow.come_back();
  CHECK(follow.read() == Lines{"2", "3", "4", "5"});
  CHECK(follow.read().empty());
  follow.go_away();
  log.write("6");
  log.rotate();
  follow.come_back();
  CHECK(follow.read() == Lines{"6"});
  CHECK(follow.gaps.empty());
}

TEST_CASE("a follower goes away amid a compressed file, and comes back there under another name", "[tail]") {
  const Log log;
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  follow.go_away();
  std::string many;
  for (int line = 2; line < 100'000; ++line) {
    many += std::to_string(line) + (line < 99'999 ? "\n" : "");
  }
  log.write(many);
  log.rotate();
  follow.come_back();
  REQUIRE(follow.read(3) == Lines{"2", "3", "4"});
  follow.go_away();
  log.rotate();
  log.write("last");
  follow.come_back();
  const Lines lines = follow.read();
  REQUIRE(lines.size() == 99'996);
  CHECK(lines.front() == "5");
  CHECK(lines[99'994] == "99999");
  CHECK(lines.back() == "last");
  CHECK(follow.gaps.empty());
}

TEST_CASE("several rotations between two looks leave nothing out", "[tail]") {
  const Log log;
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  log.write("2");
  log.rotate();
  log.write("3");
  log.rotate();
  log.write("4");
  log.rotate();  // in which nothing is
  log.rotate();
  log.write("5");
  CHECK(follow.read() == Lines{"2", "3", "4", "5"});
  CHECK(follow.gaps.empty());
}

TEST_CASE("a file that is being compressed is read once", "[tail]") {
  const Log log;
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  follow.go_away();
  log.write("2");
  log.rotate(10, false);
  log.write("3");
  const std::string whole = gzipped(content_of(log.numbered(1)));
  write_file(log.numbered(1) + ".gz", whole.substr(0, whole.size() / 2));
  SECTION("it is finished later") {
    follow.come_back();
    CHECK(follow.read() == Lines{"2", "3"});
    fs::remove(log.numbered(1));
    write_file(log.numbered(1) + ".gz", whole);
    log.write("4");
    CHECK(follow.read() == Lines{"4"});
  }
  SECTION("it is finished between two looks") {
    follow.come_back();
    fs::remove(log.numbered(1));
    write_file(log.numbered(1) + ".gz", whole);
    log.write("4");
    CHECK(follow.read() == Lines{"2", "3", "4"});
  }
  CHECK(follow.gaps.empty());
}

TEST_CASE("what was rotated away is a gap, and what is left is read", "[tail]") {
  const Log log;
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  const auto rotate_all_away = [&] {
    for (const char* const line : {"2", "3", "4", "5"}) {
      log.rotate(3);
      log.write(line);
    }
  };
  SECTION("while nobody followed") {
    follow.go_away();
    rotate_all_away();
    follow.come_back();
    CHECK(follow.read() == Lines{"3", "4", "5"});
    CHECK(follow.gaps == Lines{"the file that was read last is gone"});
  }
  SECTION("between two looks") {
    rotate_all_away();
    CHECK(follow.read() == Lines{"3", "4", "5"});
    CHECK(follow.gaps == Lines{"files were rotated away before they were read"});
  }
  SECTION("by one that keeps no other file") {
    follow.go_away();
    fs::remove(log.path);
    log.write("5");
    follow.come_back();
    CHECK(follow.read() == Lines{"5"});
    CHECK(follow.gaps == Lines{"the file that was read last is gone"});
  }
  SECTION("by truncating without a copy") {
    fs::resize_file(log.path, 0);
    CHECK(follow.read().empty());
    log.write("5");
    CHECK(follow.read() == Lines{"5"});
    CHECK(follow.gaps == Lines{"it was truncated, and there is no copy of it"});
  }
}

TEST_CASE("of a damaged compressed file all before the damage is read, and the rest is a gap", "[tail]") {
  const Log log;
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  follow.go_away();
  log.write("2");
  log.rotate();
  log.write("3");
  const std::string compressed = log.numbered(1) + ".gz";
  const std::string whole = content_of(compressed);
  write_file(compressed, whole.substr(0, whole.size() - 4));  // of its length
  follow.come_back();
  CHECK(follow.read() == Lines{"2", "3"});
  CHECK(follow.gaps == Lines{compressed + " cannot be read to its end: it is truncated"});
}

TEST_CASE("a log that was empty when it was left is read from what came first", "[tail]") {
  const Log log;
  log.write("before");
  log.rotate();
  fs::last_write_time(log.numbered(1) + ".gz", fs::file_time_type::clock::now() - std::chrono::hours(1));
  Follow follow(log);
  REQUIRE(follow.read().empty());
  follow.go_away();
  SECTION("nothing came") {
    follow.come_back();
    CHECK(follow.read().empty());
  }
  SECTION("it was copied and truncated") {
    ::usleep(20'000);  // a file's time is that of a tick
    log.write("1");
    log.write("2");
    fs::rename(log.numbered(1) + ".gz", log.numbered(2) + ".gz");
    log.copy_and_truncate();
    follow.come_back();
    CHECK(follow.read() == Lines{"1", "2"});
  }
  SECTION("it was renamed") {
    log.write("1");
    log.rotate(10, false);
    log.write("2");
    follow.come_back();
    CHECK(follow.read() == Lines{"1", "2"});
  }
  CHECK(follow.gaps.empty());
}

TEST_CASE("a log that was copied, truncated and has grown between two looks is read from the copy",
          "[tail]") {
  const Log log;
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  log.write("2");
  log.copy_and_truncate();
  log.write("3, which is longer than all that the file held before");
  CHECK(follow.read() == Lines{"2", "3, which is longer than all that the file held before"});
  CHECK(follow.gaps.empty());
}

TEST_CASE("a log that is new and was rotated before it was seen is read from its first file", "[tail]") {
  const Log log;
  log.write("1");
  log.rotate();
  log.write("2");
  FileTail tail(log.path, true);
  REQUIRE(tail.begin_at_start(0));
  std::string_view line;
  REQUIRE(*tail.next(line));
  CHECK(line == "1");
  REQUIRE(*tail.next(line));
  CHECK(line == "2");
}

TEST_CASE("a file whose beginning others share is found by its inode, and else the oldest is taken",
          "[tail]") {
  const Log log;
  const std::string banner(300, 'b');
  log.write(banner);
  Follow follow(log);
  log.write("1");
  REQUIRE(follow.read() == Lines{"1"});
  follow.go_away();
  log.rotate();
  log.write(banner);
  log.write("2, which is longer than what was in the first one");
  log.rotate();
  log.write(banner);
  log.write("3");
  follow.come_back();
  CHECK(follow.read() == Lines{banner, "2, which is longer than what was in the first one", banner, "3"});
  CHECK(follow.gaps.empty());
}
