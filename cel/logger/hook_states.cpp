// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/hook_states.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/logger/trial.h"

namespace cel {
namespace {

std::string own_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): there is one thread
  return value == nullptr ? std::string() : value;
}

/// The path of a program that PATH has; empty without.
std::string found_in_path(const std::string& name) {
  const std::string folders = own_variable("PATH");
  for (std::string_view rest = folders; !rest.empty();) {
    std::string path = std::string(take_field(rest, ':')) + "/" + name;
    if (path.front() == '/' && access(path.c_str(), X_OK) == 0) {
      return path;
    }
  }
  return {};
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(realpath(path.c_str(), nullptr), std::free);
  return real ? real.get() : path;
}

/// A sentence about the first file of a folder that this user cannot read; empty if there is none.
std::string unreadable_in(const std::string& folder) {
  const auto refused = [](const std::string& path) {
    return "cannot read " + one_line(path) + ": " + errno_text(errno);
  };
  const std::unique_ptr<DIR, int (*)(DIR*)> names(opendir(folder.c_str()), closedir);
  if (!names) {
    return refused(folder);
  }
  while (const dirent* entry = readdir(names.get())) {  // NOLINT: one thread
    const std::string path = folder + "/" + static_cast<const char*>(entry->d_name);
    if (!open_file(path.c_str(), O_RDONLY)) {
      return refused(path);
    }
  }
  return {};
}

/// Fills in why a program that died was not reported, what has to be done first being said first.
void explain(const std::string& folder, const HookVariable& hook, const Trial& trial, HookState& state) {
  const std::string held = own_variable(hook.name);
  const std::string disabled = own_variable("CEL_DISABLE");
  const std::string unreadable = unreadable_in(folder + "/" + hook.language);
  if (is_older(trial.version, hook.oldest)) {
    state.why_not = "the hook is for " + hook.oldest + " and newer";
  } else if (joined_value(hook, held) != held) {
    state.why_not = held.empty() ? hook.name + " is not set"
                                 : hook.name + " is " + cel::quoted(one_line(held)) + ", without the hook";
    state.remedy = "set " + hook.name + "=" + joined_value(hook, held);
  } else if (!unreadable.empty()) {
    state.why_not = unreadable;
    state.remedy = "let uid " + std::to_string(getuid()) + " read the volume";
  } else if (!disabled.empty() && disabled != "0") {
    state.why_not = "CEL_DISABLE is set";
    state.remedy = "unset CEL_DISABLE";
  } else if (trial.version.empty()) {
    state.why_not = "it does not run: " + (trial.last_words.empty() ? "it says nothing" : trial.last_words);
  } else {
    state.why_not = "a program died, and no report came";
    state.remedy = "set CEL_VERBOSE=1, run a program that dies, and read what it says";
  }
}

HookState state_of(const std::string& folder, const HookVariable& hook, const std::string& program) {
  HookState state{program, {}, false, {}, {}};
  const Result<Trial> trial = try_runtime(program, hook.check);
  if (!trial) {
    state.why_not = trial.error();
    return state;
  }
  state.version = trial->version;
  state.active = trial->reported;
  if (!state.active) {
    explain(folder, hook, *trial, state);
  }
  return state;
}

/// Takes the number at the start of a version off it.
long take_number(std::string_view& version) {
  long number = 0;
  while (!version.empty() && is_digit(version.front()) && number < 1000000) {
    number = number * 10 + (version.front() - '0');
    version.remove_prefix(1);
  }
  version.remove_prefix(version.starts_with('.') ? 1 : 0);
  return number;
}

}  // namespace

bool is_older(std::string_view version, std::string_view oldest) {
  while (!version.empty() && !oldest.empty()) {
    const long own = take_number(version);
    const long least = take_number(oldest);
    if (own != least) {
      return own < least;
    }
    if (!version.empty() && !is_digit(version.front())) {
      return false;
    }
  }
  return false;
}

std::vector<HookState> examine_hooks(const std::string& folder, const std::vector<HookVariable>& hooks) {
  std::vector<HookState> states;
  std::vector<std::string> seen;
  for (const HookVariable& hook : hooks) {
    for (const std::string& name : hook.runtimes) {
      const std::string program = found_in_path(name);
      const std::string real = program.empty() ? program : real_path(program);
      if (!program.empty() && std::find(seen.begin(), seen.end(), real) == seen.end()) {
        seen.push_back(real);
        states.push_back(state_of(folder, hook, program));
      }
    }
  }
  return states;
}

}  // namespace cel
