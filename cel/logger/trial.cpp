// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/trial.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string_view>
#include <thread>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr auto kTimeOfTrial = std::chrono::seconds(20);  // a JVM on a busy machine takes some

/// A file that is nowhere but in memory.
Fd memory_file(const char* name) { return above_standard(Fd(memfd_create(name, MFD_CLOEXEC))); }

std::string content_of(const Fd& file) {
  constexpr std::size_t kMostOfOutput = 65536;
  std::string text(kMostOfOutput, '\0');
  const ssize_t size = pread(file.get(), text.data(), text.size(), 0);
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

std::string last_line(std::string_view text) {
  const std::string_view lines = trimmed(text);
  return one_line(trimmed(lines.substr(lines.rfind('\n') + 1)));
}

/// This process's variables; reports of all kinds go to `sink`.
std::vector<std::string> environment_with(const std::string& sink) {
  constexpr std::array<std::string_view, 3> kReplaced = {"CEL_SINK=", "CEL_CAPTURE=", "CEL_IGNORE="};
  std::vector<std::string> variables = {"CEL_SINK=" + sink};
  for (char** each = environ; *each != nullptr; ++each) {  // NOLINT(*-pointer-arithmetic)
    const std::string_view variable = *each;
    if (std::none_of(kReplaced.begin(), kReplaced.end(),
                     [variable](std::string_view name) { return variable.starts_with(name); })) {
      variables.emplace_back(variable);
    }
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& each : texts) {
    pointers.push_back(each.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// Starts it with these files for its output: an errno, 0 on success.
int start(std::vector<std::string> command, std::vector<std::string> variables, int out, int err,
          pid_t& child) {
  posix_spawn_file_actions_t files{};
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
  const int error = posix_spawn(&child, command.front().c_str(), &files, nullptr, pointers_to(command).data(),
                                pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&files);
  return error;
}

void wait_for_end(pid_t child) {
  constexpr auto kBetween = std::chrono::milliseconds(5);
  const Deadline deadline = Deadline::after(kTimeOfTrial);
  while (waitpid(child, nullptr, WNOHANG) == 0) {
    if (deadline.passed()) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(kBetween);
  }
}

}  // namespace

Result<Trial> try_runtime(const std::string& program, const std::vector<std::string>& arguments) {
  const Fd out = memory_file("stdout");
  const Fd err = memory_file("stderr");
  const Fd report = memory_file("report");
  if (!out || !err || !report) {
    return Error{"cannot make a file in memory: " + errno_text(errno)};
  }
  std::vector<std::string> command = {program};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const std::string sink = "file:/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(report.get());
  pid_t child = 0;
  if (const int error = start(command, environment_with(sink), out.get(), err.get(), child); error != 0) {
    return Error{"cannot start " + one_line(program) + ": " + errno_text(error)};
  }
  wait_for_end(child);
  const std::string said = content_of(out);
  return Trial{one_line(trimmed(said.substr(0, said.find('\n')))), last_line(content_of(err)),
               !content_of(report).empty()};
}

}  // namespace cel
