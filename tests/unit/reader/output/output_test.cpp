// SPDX-License-Identifier: Apache-2.0
//
// What a person gets who runs the program on a terminal: each case is a child process that has one.

#include "cel/reader/output/output.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace cel;

namespace {

struct Seen {
  std::string text;
  int status = 0;
};

/// Runs `program` with a terminal for standard input, output and error; what it returns is its exit status.
Seen on_terminal(const std::function<int()>& program) {
  // What the test runner has not written yet is its own: a sanitizer's _exit() would write it again.
  REQUIRE(std::fflush(nullptr) == 0);
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    _exit(program());
  }
  const Fd fd(terminal);
  Seen seen;
  std::array<char, 4096> some{};
  for (;;) {  // ends with EIO once nobody has the terminal any more
    const ssize_t size = read(fd.get(), some.data(), some.size());
    if (size <= 0) break;
    seen.text.append(some.data(), static_cast<std::size_t>(size));
  }
  waitpid(child, &seen.status, 0);
  return seen;
}

int write_out(std::string_view text, bool pager = true) {
  Output output(pager);
  return output.write(text) && output.finish() ? 0 : 1;
}

}  // namespace

TEST_CASE("output goes through the person's pager") {
  const Seen seen = on_terminal([] {
    setenv("CEL_PAGER", "tr a-z A-Z; echo paged", 1);
    return write_out("report\n");
  });
  CHECK(seen.text == "REPORT\r\npaged\r\n");
  CHECK(seen.status == 0);
}

TEST_CASE("CEL_PAGER goes before PAGER") {
  const Seen seen = on_terminal([] {
    setenv("PAGER", "false", 1);
    setenv("CEL_PAGER", "sed s/^/1/", 1);
    return write_out("report\n");
  });
  CHECK(seen.text == "1report\r\n");
}

TEST_CASE("less leaves by itself when all fits") {
  const Seen seen = on_terminal([] {
    unsetenv("CEL_PAGER");
    unsetenv("PAGER");
    unsetenv("LESS");
    setenv("PATH", "/usr/bin:/bin", 1);
    setenv("TERM", "xterm", 1);
    return write_out("report\n");
  });
  CHECK(seen.text.find("report") != std::string::npos);
  CHECK(seen.status == 0);
}

TEST_CASE("no pager where none is wanted") {
  for (const char* none : {"", "cat"}) {
    const Seen seen = on_terminal([none] {
      setenv("CEL_PAGER", none, 1);
      return write_out("report\n");
    });
    CHECK(seen.text == "report\r\n");
  }
  CHECK(on_terminal([] {
          setenv("CEL_PAGER", "false", 1);
          return write_out("report\n", false);
        }).text == "report\r\n");
}

TEST_CASE("leaving the pager early is no error, and ends the work") {
  const Seen seen = on_terminal([] {
    setenv("CEL_PAGER", "head -n 1", 1);
    Output output(true);
    for (int i = 0; i < 1'000'000; ++i) {
      if (!output.write("a line of many\n")) {
        return output.finish() ? 7 : 8;
      }
    }
    return 9;
  });
  CHECK(WIFEXITED(seen.status));
  CHECK(WEXITSTATUS(seen.status) == 7);
  CHECK(seen.text == "a line of many\r\n");
}

TEST_CASE("a full disk is told") {
  const Seen seen = on_terminal([] {
    dup2(open_file("/dev/full", O_WRONLY).get(), STDOUT_FILENO);
    Output output(true);
    if (output.write("report\n")) return 1;
    const Result<void> result = output.finish();
    return !result && result.error().find("ENOSPC") != std::string::npos ? 0 : 2;
  });
  CHECK(WEXITSTATUS(seen.status) == 0);
}

TEST_CASE("a Ctrl-C waits for the pager before the program dies of it") {
  const Seen seen = on_terminal([] {
    setenv("CEL_PAGER", "trap '' INT; cat; echo left", 1);
    Output output(true);
    (void)output.write("report\n");
    (void)raise(SIGINT);
    return 0;
  });
  CHECK(seen.text == "report\r\nleft\r\n");
  CHECK(WIFSIGNALED(seen.status));
  CHECK(WTERMSIG(seen.status) == SIGINT);
}
