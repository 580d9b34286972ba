// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/output.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "cel/reader/output/printable.h"

namespace cel {
namespace {

constexpr std::array<int, 4> kDeadly = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

// For the signal handler: there is one Output at a time.
std::atomic<int> running_pager = 0;
std::atomic<int> pager_pipe = -1;

/// A program that died while less has the terminal would leave it to the shell and to less at once.
void wait_and_die(int signal) {
  close(pager_pipe);
  while (waitpid(running_pager, nullptr, 0) < 0 && errno == EINTR) {
  }
  (void)::signal(signal, SIG_DFL);
  (void)raise(signal);
}

std::string pager_command() {
  for (const char* name : {"CEL_PAGER", "PAGER"}) {
    if (const char* value = std::getenv(name)) {
      return value;
    }
  }
  return "less";
}

[[noreturn]] void become_pager(int input, const char* command) {
  dup2(input, STDIN_FILENO);
  (void)signal(SIGPIPE, SIG_DFL);
  setenv("LESS", "FRX", 0);
  setenv("LESSCHARSET", "utf-8", 0);
  execl("/bin/sh", "sh", "-c", command, nullptr);
  _exit(127);
}

}  // namespace

void say(const std::string& sentence) {
  (void)std::fprintf(stderr, "cel: %s\n", printable(sentence).c_str());  // NOLINT(*-vararg)
}

Output::Output(bool pager) : style_(style_for(STDOUT_FILENO, terminal_environment())) {
  (void)signal(SIGPIPE, SIG_IGN);  // write() says it instead
  const std::string command = pager_command();
  if (pager && isatty(STDOUT_FILENO) == 1 && !command.empty() && command != "cat") {
    start_pager(command);
  }
}

Output::~Output() { (void)finish(); }

void Output::start_pager(const std::string& command) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return;  // without a pager, then
  }
  Fd input(ends[0]);
  pipe_ = Fd(ends[1]);
  pager_ = fork();
  if (pager_ == 0) {
    become_pager(input.get(), command.c_str());
  }
  if (pager_ < 0) {
    pager_ = 0;
    pipe_ = Fd();
    return;
  }
  running_pager = pager_;
  pager_pipe = pipe_.get();
  for (const int deadly : kDeadly) {
    (void)signal(deadly, wait_and_die);
  }
}

bool Output::write(std::string_view text) {
  const int fd = pipe_ ? pipe_.get() : STDOUT_FILENO;
  while (!text.empty() && failure_ == 0) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failure_ = errno;
    }
  }
  return failure_ == 0;
}

Result<void> Output::finish() {
  if (pager_ != 0) {
    pager_pipe = -1;
    pipe_ = Fd();
    while (waitpid(pager_, nullptr, 0) < 0 && errno == EINTR) {
    }
    for (const int deadly : kDeadly) {
      (void)signal(deadly, SIG_DFL);
    }
    pager_ = 0;
  }
  if (failure_ != 0 && failure_ != EPIPE) {
    return Error{"standard output cannot be written: " + errno_text(failure_)};
  }
  return {};
}

}  // namespace cel
