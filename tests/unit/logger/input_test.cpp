// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <thread>

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

Input read_written(const std::string& bytes, std::size_t limit) {
  Pipe pipe;
  std::thread writer([&] {
    std::size_t done = 0;
    while (done < bytes.size()) {
      done += static_cast<std::size_t>(write(pipe.writer.get(), bytes.data() + done, bytes.size() - done));
    }
    pipe.writer = Fd();
  });
  Input input = read_input(pipe.reader.get(), Deadline::after(60s), limit);
  writer.join();
  return input;
}

}  // namespace

TEST_CASE("an input is read to its end") {
  const std::string bytes(100'000, 'x');
  const Input input = read_written(bytes, kMaxInput);
  CHECK(input.bytes == bytes);
  CHECK(input.problem.empty());
}

TEST_CASE("of an endless input the start and the end are kept") {
  std::string bytes;
  for (int i = 0; bytes.size() < 1'000'000; ++i) {
    bytes += "line " + std::to_string(i) + "\n";
  }
  const Input input = read_written(bytes, 20'000);
  CHECK(input.bytes.size() < 20'100);
  CHECK(input.bytes.starts_with(bytes.substr(0, 10'000)));
  CHECK(input.bytes.ends_with(bytes.substr(bytes.size() - 9'000)));
  CHECK(input.bytes.find("bytes …") != std::string::npos);
}

TEST_CASE("an input of exactly the limit is not cut") {
  const std::string bytes(20'000, 'x');
  CHECK(read_written(bytes, 20'000).bytes == bytes);
}

TEST_CASE("a writer that stalls is not waited for beyond the deadline, and what it wrote is kept") {
  Pipe pipe;
  REQUIRE(write(pipe.writer.get(), "half", 4) == 4);
  const Input input = read_input(pipe.reader.get(), Deadline::after(30ms));
  CHECK(input.bytes == "half");
  CHECK(input.problem == "standard input had no end within the time");
}

TEST_CASE("a closed descriptor is a problem and no input") {
  Pipe pipe;
  const int closed = pipe.reader.get();
  pipe.reader = Fd();
  const Input input = read_input(closed, Deadline::after(60s));
  CHECK(input.bytes.empty());
  CHECK(input.problem == "cannot read standard input: Bad file descriptor (EBADF)");
}
