// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/child.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr int kNotFound = 127;
constexpr int kNotExecutable = 126;
constexpr int kAboveOutput = 10;  // the pipe that tells the errno is not what Command::output_as may be

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));  // NOLINT: exec(2) does not write to it
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// In the child: becomes the program, or gives the errno. Every signal is blocked up to the last step, so
/// that taking the terminal from the background does not stop us.
int become(const Command& command, char** arguments, char** environment, const Inheritance& inherited,
           bool terminal, int standard_error) {
  setpgid(0, 0);
  if (terminal) {
    tcsetpgrp(STDIN_FILENO, getpid());
  }
  if (standard_error >= 0) {
    (void)dup2(standard_error, STDERR_FILENO);  // or its stderr stays ours, and no end of it is kept
  }
  // Last: whatever of ours has that number is not needed in the child. To itself it would stay close-on-exec.
  if (command.output >= 0 && command.output == command.output_as && fcntl(command.output, F_SETFD, 0) != 0) {
    return errno;
  }
  if (command.output >= 0 && dup2(command.output, command.output_as) < 0) {
    return errno;
  }
  sigaction(SIGCHLD, &inherited.on_child_end, nullptr);
  environ = environment;
  block_signals(inherited.blocked);
  execvp(*arguments, arguments);
  return errno;
}

/// What the child tells over the pipe, which is closed when its program runs.
int error_from(const Fd& pipe) {
  int error = 0;
  ssize_t size = 0;
  do {
    size = read(pipe.get(), &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  return size == sizeof error ? error : 0;
}

}  // namespace

Result<Child> start_child(const Command& command, const Inheritance& inherited, bool terminal,
                          int standard_error) {
  const std::vector<char*> arguments = pointers_to(command.arguments);
  const std::vector<char*> environment = pointers_to(command.environment);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{"cannot start a process: no pipe: " + errno_text(errno)};
  }
  const Fd reading = above_standard(Fd(ends[0]));
  Fd writing(fcntl(Fd(ends[1]).get(), F_DUPFD_CLOEXEC, kAboveOutput));
  Child child;
  child.pid = fork();
  if (child.pid < 0) {
    return Error{"cannot start a process: " + errno_text(errno) + ": raise the limit of processes"};
  }
  if (child.pid == 0) {
    const int error = become(command, const_cast<char**>(arguments.data()),  // NOLINT: as exec(2) takes them
                             const_cast<char**>(environment.data()),         // NOLINT
                             inherited, terminal, standard_error);
    [[maybe_unused]] const ssize_t told = write(writing.get(), &error, sizeof error);
    _exit(exit_status_of_exec(error));
  }
  writing = Fd();
  child.error = error_from(reading);
  return child;
}

int become_program(const Command& command) {
  const std::vector<char*> arguments = pointers_to(command.arguments);
  const std::vector<char*> environment = pointers_to(command.environment);
  environ = const_cast<char**>(environment.data());                 // NOLINT: as exec(2) takes it
  execvp(arguments.front(), const_cast<char**>(arguments.data()));  // NOLINT
  return errno;
}

int exit_status_of_exec(int error) {
  return error == ENOENT || error == ENOTDIR ? kNotFound : kNotExecutable;
}

std::string why_not_run(const std::string& program, int error) {
  std::string why = "cannot run " + quoted(program) + ": " + errno_text(error);
  if (error == ENOENT) {
    const bool is_there = program.find('/') != std::string::npos && access(program.c_str(), F_OK) == 0;
    why += is_there ? ": the interpreter or loader that it names is not there"
                    : ": look at its name and at PATH";
  } else if (error == EACCES) {
    why += ": it must be a file, and executable for uid " + std::to_string(geteuid());
  } else if (error == ENOEXEC) {
    why += ": it is no program for this machine";
  }
  return why;
}

}  // namespace cel
