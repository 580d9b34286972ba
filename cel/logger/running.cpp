// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/running.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/letters.h"
#include "cel/base/program.h"
#include "cel/base/text.h"

namespace cel {
namespace {

/// `python` of `/usr/bin/python3.11`
std::string_view bare_name(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  while (!name.empty() && (is_digit(name.back()) || name.back() == '.')) {
    name.remove_suffix(1);
  }
  return name;
}

const HookVariable* hook_of(const std::string& program, const std::vector<HookVariable>& hooks) {
  const auto is_for = [&program](const HookVariable& hook) {
    return std::any_of(hook.runtimes.begin(), hook.runtimes.end(),
                       [&program](const std::string& each) { return bare_name(each) == bare_name(program); });
  };
  const auto found = std::find_if(hooks.begin(), hooks.end(), is_for);
  return program.empty() || found == hooks.end() ? nullptr : &*found;
}

/// What a file holds, up to the most that a program's environment may have; nothing, and errno, if it cannot
/// be read.
std::optional<std::string> environment_of(const std::string& path) {
  constexpr std::size_t kMostOfVariables = 6U << 20U;
  const Fd file = open_file(path.c_str(), O_RDONLY);
  std::string text;
  std::array<char, 65536> bytes{};
  ssize_t size = file ? 0 : -1;
  while (file && text.size() < kMostOfVariables &&
         (size = read_some(file.get(), bytes.data(), bytes.size())) > 0) {
    text.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return size < 0 ? std::nullopt : std::optional(text);
}

std::string value_in(std::string_view environment, const std::string& name) {
  const std::string start = name + "=";
  while (!environment.empty()) {
    if (const std::string_view each = take_field(environment, '\0'); each.starts_with(start)) {
      return std::string(each.substr(start.size()));
    }
  }
  return {};
}

RunningProgram described(const std::string& pid, const std::string& program, const HookVariable& hook) {
  const auto environment = environment_of("/proc/" + pid + "/environ");
  if (!environment) {
    return {pid, program, false, "its variables cannot be read: " + errno_text(errno)};
  }
  const std::string held = value_in(*environment, hook.name);
  if (joined_value(hook, held) == held) {
    return {pid, program, true, {}};
  }
  return {pid, program, false,
          held.empty() ? "it was started without " + hook.name
                       : "it was started with " + hook.name + "=" + one_line(held)};
}

}  // namespace

std::vector<RunningProgram> running_programs(const std::vector<HookVariable>& hooks) {
  std::vector<RunningProgram> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(opendir("/proc"), closedir);
  while (const dirent* entry = processes ? readdir(processes.get()) : nullptr) {  // NOLINT: one thread
    const std::string pid = static_cast<const char*>(entry->d_name);
    const std::string program = is_digit(pid.front()) ? target_of("/proc/" + pid + "/exe") : std::string();
    if (const HookVariable* hook = hook_of(program, hooks)) {
      found.push_back(described(pid, program, *hook));
    }
  }
  return found;
}

}  // namespace cel
