// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "cel/base/fd.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

struct Pipe {
  Fd reader;
  Fd writer;

  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    reader = Fd(ends[0]);
    writer = Fd(ends[1]);
  }
};

}  // namespace

TEST_CASE("what is there is read, and then the end") {
  Pipe pipe;
  REQUIRE(write(pipe.writer.get(), "abc", 3) == 3);
  pipe.writer = Fd();
  std::array<char, 8> bytes{};
  CHECK(read_input(pipe.reader.get(), bytes.data(), bytes.size(), Deadline::after(60s)).size == 3);
  CHECK(std::string(bytes.data()) == "abc");
  const Input end = read_input(pipe.reader.get(), bytes.data(), bytes.size(), Deadline::after(60s));
  CHECK(end.size == 0);
  CHECK(end.problem.empty());
}

TEST_CASE("a writer that stalls is not waited for beyond the deadline") {
  Pipe pipe;
  std::array<char, 8> bytes{};
  const Input input = read_input(pipe.reader.get(), bytes.data(), bytes.size(), Deadline::after(30ms));
  CHECK(input.size == 0);
  CHECK(input.problem == "standard input had no end within the time");
  CHECK_FALSE(input.went_on);
}

TEST_CASE("a writer that never stops is not read beyond the deadline, and the input is known to go on") {
  const Fd zeros = open_file("/dev/zero", O_RDONLY);
  std::array<char, 8> bytes{};
  const Input input = read_input(zeros.get(), bytes.data(), bytes.size(), Deadline::after(0s));
  CHECK(input.size == 0);
  CHECK(input.problem == "standard input went on when the time to read it was over");
  CHECK(input.went_on);
}

TEST_CASE("a closed descriptor is a problem and no input") {
  Pipe pipe;
  const int closed = pipe.reader.get();
  pipe.reader = Fd();
  std::array<char, 8> bytes{};
  const Input input = read_input(closed, bytes.data(), bytes.size(), Deadline::after(60s));
  CHECK(input.size == 0);
  CHECK(input.problem == "cannot read standard input: Bad file descriptor (EBADF)");
}
