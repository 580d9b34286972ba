// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/stderr_tail.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>

using namespace cel;

namespace {

/// This program's stderr led into a pipe, or another file, for a while.
class RedirectedStderr {
 public:
  explicit RedirectedStderr(int to) : saved_(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)) {
    dup2(to, STDERR_FILENO);
  }
  RedirectedStderr(const RedirectedStderr&) = delete;
  RedirectedStderr& operator=(const RedirectedStderr&) = delete;
  ~RedirectedStderr() { dup2(saved_.get(), STDERR_FILENO); }

 private:
  Fd saved_;
};

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0) {
      reading = Fd(ends[0]);
      writing = Fd(ends[1]);
    }
  }
  std::string read_all() const {
    std::string all;
    std::array<char, 65536> piece{};
    ssize_t size = 0;
    while ((size = read(reading.get(), piece.data(), piece.size())) > 0) {
      all.append(piece.data(), static_cast<std::size_t>(size));
    }
    return all;
  }
  Fd reading;
  Fd writing;
};

void write_to(const StderrTail& tail, const std::string& text) {
  REQUIRE(write(tail.writing_end(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

}  // namespace

TEST_CASE("what is written comes through, and its end is kept") {
  const Pipe log;
  const RedirectedStderr redirected(log.writing.get());
  const auto tail = StderrTail::open(100);
  REQUIRE(tail);
  std::string all;
  std::string got;
  for (int i = 0; i < 500; ++i) {
    const std::string text = "line " + std::to_string(i) + (i % 50 == 0 ? std::string(3000, 'x') : "") + "\n";
    write_to(**tail, text);
    (*tail)->pump();
    all += text;
    got += log.read_all();
    CHECK((*tail)->text() == all.substr(all.size() - std::min<std::size_t>(all.size(), 100)));
  }
  CHECK(got == all);
}

TEST_CASE("where the last dump starts is kept, however long it is, and what lies between is counted") {
  const Pipe log;
  const RedirectedStderr redirected(log.writing.get());
  const auto tail = StderrTail::open(100);
  REQUIRE(tail);
  const std::string first = "start\npanic: old\n" + std::string(200, '.') + "\n";
  const std::string dump = "panic: x\n\ngoroutine 1 [running]:\n";
  const std::string more = std::string(90'000, 'a') + "\n";
  const std::string all = first + dump + more;
  std::string got;
  for (const std::size_t size :
       {1UL, 15UL, 5UL, 300UL, 3UL, 1UL, 100'000UL}) {  // as if it came in such pieces
    const std::size_t at = got.size();
    write_to(**tail, all.substr(at, size));
    (*tail)->pump();
    while (got.size() < std::min(at + size, all.size())) {
      got += log.read_all();
      (*tail)->pump();
    }
  }
  CHECK(got == all);
  constexpr std::size_t kKept = 32U << 10U;
  CHECK((*tail)->text() == (dump + more).substr(0, kKept) + "\n[" +
                               std::to_string((dump + more).size() - kKept - 100) +
                               " bytes are left out here]\n" + all.substr(all.size() - 100));
  write_to(**tail, dump);  // all of it is in the tail
  (*tail)->pump();
  CHECK((*tail)->text() == (all + dump).substr((all + dump).size() - 100));
  (*tail)->forget();
  CHECK((*tail)->text().empty());
}

TEST_CASE("a dump that the tail begins within is joined to it") {
  const Pipe log;
  const RedirectedStderr redirected(log.writing.get());
  const auto tail = StderrTail::open(100);
  REQUIRE(tail);
  const std::string dump = "==4711==ERROR: AddressSanitizer: x\n" + std::string(500, 'a');
  write_to(**tail, "start\n" + dump);
  (*tail)->pump();
  CHECK((*tail)->text() == dump);
}

TEST_CASE("a stderr that is full is waited for, not written to") {
  const Pipe log;
  const RedirectedStderr redirected(log.writing.get());
  const auto tail = StderrTail::open(1000);
  REQUIRE(tail);
  const std::string text = std::string(100'000, 'a') + std::string(100'000, 'b');
  write_to(**tail, text);
  (*tail)->pump();
  CHECK((*tail)->events() == 4);  // POLLOUT
  std::string got;
  for (int round = 0; round < 100 && got.size() < text.size(); ++round) {
    got += log.read_all();
    (*tail)->pump();
  }
  CHECK(got == text);
  CHECK((*tail)->text() == std::string(1000, 'b'));
}

TEST_CASE("a stderr without a reader is none for the program either") {
  (void)std::signal(SIGPIPE, SIG_IGN);
  Pipe log;
  const RedirectedStderr redirected(log.writing.get());
  const auto tail = StderrTail::open(10);
  REQUIRE(tail);
  log.reading = Fd();
  write_to(**tail, "lost\n");
  (*tail)->pump();
  CHECK((*tail)->fd() == -1);
  CHECK((write((*tail)->writing_end(), "x", 1) < 0 && errno == EPIPE));
}

TEST_CASE("a file gets all of it, appended to or not") {
  for (const int flags : {O_RDWR, O_RDWR | O_APPEND}) {
    std::array<char, 32> path{"/tmp/cel-stderr-XXXXXX"};
    const Fd made(mkstemp(path.data()));
    const Fd file = open_file(path.data(), flags);
    const RedirectedStderr redirected(file.get());
    const auto tail = StderrTail::open(4);
    REQUIRE(tail);
    write_to(**tail, std::string(200'000, 'a') + "bcd");
    while (!(*tail)->has_passed((*tail)->come())) {
      (*tail)->pump();
    }
    CHECK(write(file.get(), "behind", 6) == 6);  // as with 2>&1: the offset is everybody's
    CHECK(lseek(file.get(), 0, SEEK_END) == 200'009);
    CHECK((*tail)->text() == "abcd");
    unlink(path.data());
  }
}
