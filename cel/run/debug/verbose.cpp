// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/verbose.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string>

#include "cel/base/text.h"
#include "cel/redact/redact.h"
#include "cel/run/process/environment.h"
#include "cel/run/process/file.h"
#include "cel/run/process/say.h"

namespace cel {
namespace {

struct Limit {
  const char* name;
  decltype(RLIMIT_CPU) resource;
};

constexpr auto kLimits = std::to_array<Limit>({{"open files", RLIMIT_NOFILE},
                                               {"processes", RLIMIT_NPROC},
                                               {"core bytes", RLIMIT_CORE},
                                               {"stack bytes", RLIMIT_STACK},
                                               {"address space", RLIMIT_AS},
                                               {"file bytes", RLIMIT_FSIZE},
                                               {"locked memory", RLIMIT_MEMLOCK}});
// Of cgroup v2, then v1.
constexpr auto kGroupFiles =
    std::to_array<const char*>({"memory.max", "memory.swap.max", "cpu.max", "pids.max",
                                "memory/memory.limit_in_bytes", "cpu/cpu.cfs_quota_us", "pids/pids.max"});
constexpr auto kStatusLines =
    std::to_array<std::string_view>({"Groups:", "CapEff:", "NoNewPrivs:", "Seccomp:"});

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

void say_command(const Command& command) {
  std::string line;
  for (const std::string& word : own_redactor().arguments(command.arguments)) {
    line += " '" + one_line(word) + "'";
  }
  say("verbose: runs" + line);
}

void say_user_and_place() {
  say("verbose: as uid " + std::to_string(geteuid()) + " gid " + std::to_string(getegid()));
  for (const std::string& line : lines_of(content_of("/proc/self/status"))) {
    if (std::any_of(kStatusLines.begin(), kStatusLines.end(),
                    [&](std::string_view start) { return line.starts_with(start); })) {
      say("verbose: as " + one_line(line));
    }
  }
  std::array<char, PATH_MAX> folder{};
  utsname machine{};
  uname(&machine);
  say("verbose: in " + one_line(getcwd(folder.data(), folder.size()) != nullptr ? folder.data() : "?") +
      " on " + one_line(static_cast<const char*>(machine.nodename)) + ", Linux " +
      static_cast<const char*>(machine.release));
}

void say_environment(Environment environment) {
  std::sort(environment.begin(), environment.end());
  for (const std::string& variable : environment) {
    const std::size_t equals = std::min(variable.find('='), variable.size());
    const std::string name = variable.substr(0, equals);
    const std::string value = variable.substr(std::min(equals + 1, variable.size()));
    say("verbose: environment " + one_line(name) + "=" + one_line(own_redactor().value(name, value)));
  }
}

std::string number(rlim_t limit) { return limit == RLIM_INFINITY ? "unlimited" : std::to_string(limit); }

void say_limits() {
  for (const Limit& each : kLimits) {
    rlimit limit{};
    getrlimit(each.resource, &limit);
    say(std::string("verbose: limit ") + each.name + " " + number(limit.rlim_cur) + " (at most " +
        number(limit.rlim_max) + ")");
  }
  for (const char* file : kGroupFiles) {
    if (const std::string value = content_of("/sys/fs/cgroup/" + std::string(file)); !value.empty()) {
      say(std::string("verbose: limit ") + file + " " + one_line(trimmed(value)));
    }
  }
}

void say_mounts() {
  for (const std::string& line : lines_of(content_of("/proc/self/mounts"))) {
    say("verbose: mount " + one_line(own_redactor().text(line)));
  }
}

}  // namespace

void say_everything(const Command& command) {
  say_command(command);
  say_user_and_place();
  say_environment(command.environment);
  say_limits();
  say_mounts();
}

}  // namespace cel
