// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/handler.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

namespace cel {
namespace {

struct Pipe {
  Fd read;
  Fd write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{"cannot make a pipe: " + errno_text(errno)};
  }
  Pipe made{above_standard(Fd(ends[0])), above_standard(Fd(ends[1]))};
  if (!made.read || !made.write) {
    return Error{"cannot make a pipe: " + errno_text(errno)};
  }
  return made;
}

/// Signals are as for a program that a shell starts: what this one blocks or ignores is not its affair.
int spawn(pid_t& pid, const char* command, int input, int output) {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  sigset_t none{};
  sigset_t pipe{};
  sigemptyset(&none);
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &pipe);
  const std::array<const char*, 4> argv{"sh", "-c", command, nullptr};
  const int error = posix_spawn(&pid, "/bin/sh", &files, &attributes, const_cast<char* const*>(argv.data()),
                                environ);  // NOLINT: C's interface
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

}  // namespace

Result<Handler> Handler::start(const std::string& command) {
  Result<Pipe> input = make_pipe();
  Result<Pipe> output = input ? make_pipe() : Error{input.error()};
  if (!output) {
    return Error{output.error()};
  }
  Handler handler;
  if (const int error = spawn(handler.pid_, command.c_str(), input->read.get(), output->write.get());
      error != 0) {
    handler.pid_ = 0;
    return Error{"cannot start /bin/sh: " + errno_text(error)};
  }
  handler.input_ = std::move(input->write);
  handler.output_ = std::move(output->read);
  (void)fcntl(handler.input_.get(), F_SETFL, O_NONBLOCK);   // NOLINT(*-vararg)
  (void)fcntl(handler.output_.get(), F_SETFL, O_NONBLOCK);  // NOLINT(*-vararg)
  return handler;
}

Handler& Handler::operator=(Handler&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(input_, other.input_);
  std::swap(output_, other.output_);
  return *this;
}

Handler::~Handler() {
  constexpr std::chrono::seconds kTimeToEnd{1};
  close_input();
  if (pid_ > 0) {
    end(Deadline::after(kTimeToEnd));
  }
}

std::string Handler::end(const Deadline& deadline) {
  const Fd process(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));  // NOLINT(*-vararg)
  if (!wait_ready(process.get(), POLLIN, deadline)) {
    kill(-pid_, SIGKILL);
  }
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  if (WIFSIGNALED(status)) {
    return "signal " + std::to_string(WTERMSIG(status));
  }
  return WEXITSTATUS(status) == 0 ? "" : "status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace cel
