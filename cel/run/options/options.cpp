// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/options.h"

#include <getopt.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "cel/base/command_line.h"
#include "cel/base/span.h"
#include "cel/run/options/set_option.h"

namespace cel {
namespace {

// getopt_long(3), not CLI11, whose tables cost more time and memory than all else before the child starts.
const std::array<option, 19> kOptions = {{
    {"help", no_argument, nullptr, 'h'},
    {"version", no_argument, nullptr, kVersion},
    {"grace", required_argument, nullptr, kGrace},
    {"wait-all", no_argument, nullptr, kWaitAll},
    {"delay", required_argument, nullptr, kDelay},
    {"rewrite", required_argument, nullptr, kRewrite},
    {"remap", required_argument, nullptr, kRemap},
    {"stderr-tail", required_argument, nullptr, kStderrTail},
    {"relay", required_argument, nullptr, kRelay},
    {"hooks", optional_argument, nullptr, kHooks},
    {"volume", required_argument, nullptr, kVolume},
    {"no-report", no_argument, nullptr, kNoReport},
    {"shell", no_argument, nullptr, kShell},
    {"hook-failure", required_argument, nullptr, kHookFailure},
    {"timeout", required_argument, nullptr, kTimeout},
    {"every", required_argument, nullptr, kEvery},
    {"jitter", required_argument, nullptr, kJitter},
    {"save", required_argument, nullptr, kSave},
    {nullptr, 0, nullptr, 0},
}};

/// tini's variables, read as tini reads them, and the logger's CEL_TIMEOUT.
void read_variables(RunOptions& options) {
  // NOLINTBEGIN(concurrency-mt-unsafe): one thread
  options.subreaper = std::getenv("TINI_SUBREAPER") != nullptr;
  options.whole_group = std::getenv("TINI_KILL_PROCESS_GROUP") != nullptr;
  if (const char* verbosity = std::getenv("TINI_VERBOSITY")) {
    options.verbosity = std::clamp(std::atoi(verbosity), 0, kMaxVerbosity);  // NOLINT(cert-err34-c)
  }
  if (const char* timeout = std::getenv("CEL_TIMEOUT")) {
    options.report_timeout = span_of(timeout).value_or(options.report_timeout);
  }
  // NOLINTEND(concurrency-mt-unsafe)
}

/// All but `--save FILE`, and a `--` at the end.
std::vector<std::string> words_to_save(const std::vector<std::string>& words) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--save") {
      ++i;
    } else if (!words[i].starts_with("--save=") && words[i] != "--") {
      kept.push_back(words[i]);
    }
  }
  return kept;
}

}  // namespace

Result<RunOptions> read_run_options(int argc, char** argv, const std::vector<std::string>& saved) {
  RunOptions options;
  options.saved = !saved.empty();
  std::vector<char*> words{argv[0]};
  for (const std::string& word : saved) {
    words.push_back(
        const_cast<char*>(word.c_str()));  // NOLINT(cppcoreguidelines-pro-type-const-cast): getopt's
  }
  words.insert(words.end(), argv + 1, argv + argc + 1);
  const int count = argc + static_cast<int>(saved.size());
  std::iota(options.remap.begin(), options.remap.end(), 0);
  read_variables(options);
  const Result<int> operand = read_command_line(
      count, words.data(), "+:sp:vwge:lh", kOptions.data(),
      [&](int option, const char* value) { return set_option(options, option, value); },
      [&] {
        return options.action != RunOptions::Action::run && options.action != RunOptions::Action::save;
      });
  if (!operand) {
    return Error{operand.error()};
  }
  if (options.action == RunOptions::Action::save) {
    options.words = words_to_save(std::vector<std::string>(argv + 1, argv + argc));
    return *operand < count || options.shell ? Error{"--save takes options, but no command"}
                                             : Result(std::move(options));
  }
  if (options.action != RunOptions::Action::run) {
    return options;
  }
  options.command.assign(words.begin() + *operand, words.begin() + count);
  if (options.shell) {
    options.report = false;  // a person sees how it ends
    options.relay = "";      // PID 1's stays PID 1's
  } else if (options.command.empty()) {
    return Error{"there is no command to run: cel-run [OPTION]... -- COMMAND [ARG]...; see --help"};
  }
  if (options.jitter.count() > 0 && options.jitter >= options.every.value_or(options.jitter)) {
    return Error{"--jitter delays the runs of --every TIME, and must be shorter than that TIME"};
  }
  return options;
}

}  // namespace cel
