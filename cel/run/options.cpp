// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options.h"

#include <getopt.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string_view>

#include "cel/base/text.h"
#include "cel/run/values.h"

namespace cel {
namespace {

constexpr std::size_t kMaxTail = 1U << 20U;  // a report is no longer
constexpr int kMaxVerbosity = 4;

// getopt_long(3), not CLI11, whose tables cost more time and memory than all else before the child starts.
enum Option {
  kVersion = 256,
  kGrace,
  kWaitAll,
  kDelay,
  kRewrite,
  kRemap,
  kStderrTail,
  kRelay,
  kNoReport,
  kShell,
  kHookFailure
};

const std::array<option, 13> kOptions = {{
    {"help", no_argument, nullptr, 'h'},
    {"version", no_argument, nullptr, kVersion},
    {"grace", required_argument, nullptr, kGrace},
    {"wait-all", no_argument, nullptr, kWaitAll},
    {"delay", required_argument, nullptr, kDelay},
    {"rewrite", required_argument, nullptr, kRewrite},
    {"remap", required_argument, nullptr, kRemap},
    {"stderr-tail", required_argument, nullptr, kStderrTail},
    {"relay", required_argument, nullptr, kRelay},
    {"no-report", no_argument, nullptr, kNoReport},
    {"shell", no_argument, nullptr, kShell},
    {"hook-failure", required_argument, nullptr, kHookFailure},
    {nullptr, 0, nullptr, 0},
}};

/// Why a value will not do, or nothing when it was taken.
using Refusal = std::optional<std::string>;

std::string quoted(std::string_view value) { return "'" + valid_utf8(value) + "'"; }

Refusal set_span(std::chrono::milliseconds& span, const char* value) {
  const auto found = span_of(value);
  span = found.value_or(span);
  return found ? std::nullopt : Refusal(quoted(value) + " is no time such as 10, 1.5s, 500ms or 2m");
}

Refusal set_rewrite(RunOptions& options, const char* value) {
  const auto pair = pair_of(value).value_or(std::pair(std::string_view(), std::string_view()));
  const int from = signal_number(pair.first).value_or(0);
  const int to = pair.second == "0" ? kPassedOnAsNothing : signal_number(pair.second).value_or(0);
  if (from == 0 || to == 0) {
    return quoted(value) + " is not two signals such as TERM:QUIT, or TERM:0 for none";
  }
  options.rewrite[static_cast<std::size_t>(from)] = to;
  return std::nullopt;
}

Refusal set_remap(RunOptions& options, std::string_view from, std::string_view to, const char* example) {
  const auto source = whole_number(from, 0, 255);
  const auto target = whole_number(to, 0, 255);
  if (!source || !target) {
    return "exit statuses are numbers from 0 to 255, such as " + std::string(example);
  }
  options.remap[*source] = static_cast<int>(*target);
  return std::nullopt;
}

Refusal set_tail(RunOptions& options, const char* value) {
  const auto bytes = bytes_of(value, 0, kMaxTail);
  options.stderr_tail = bytes.value_or(0);
  return bytes ? std::nullopt : Refusal(quoted(value) + " is not a number of bytes up to 1M, such as 64K");
}

Refusal set_parent_death(RunOptions& options, const char* value) {
  const auto signal = signal_number(value);
  options.parent_death_signal = signal.value_or(0);
  return signal ? std::nullopt : Refusal(quoted(value) + " is no signal such as TERM or 15");
}

Refusal set_relay(RunOptions& options, const char* value) {
  options.relay = std::string_view(value) == "none" ? "" : value;
  return *value == '/' || options.relay->empty()
             ? std::nullopt
             : Refusal(quoted(value) + " is neither an absolute folder nor none");
}

Refusal set_hook_failure(RunOptions& options, std::string_view value) {
  options.stops_on_hook_failure = value == "stop";
  return value == "stop" || value == "start" ? std::nullopt
                                             : Refusal(quoted(value) + " is neither start nor stop");
}

Refusal apply(RunOptions& options, int found, const char* value) {
  switch (found) {
    case 's':
      options.subreaper = true;
      return std::nullopt;
    case 'p':
      return set_parent_death(options, value);
    case 'v':
      options.verbosity = std::min(options.verbosity + 1, kMaxVerbosity);
      return std::nullopt;
    case 'w':
      options.warn_of_orphans = true;
      return std::nullopt;
    case 'g':
      options.whole_group = true;
      return std::nullopt;
    case 'e':
      return set_remap(options, value, "0", "143");
    case 'l':
      options.action = RunOptions::Action::license;
      return std::nullopt;
    case 'h':
      options.action = RunOptions::Action::help;
      return std::nullopt;
    case kVersion:
      options.action = RunOptions::Action::version;
      return std::nullopt;
    case kGrace:
      return set_span(options.grace.emplace(), value);
    case kWaitAll:
      options.wait_all = true;
      return std::nullopt;
    case kDelay:
      return set_span(options.delay, value);
    case kRewrite:
      return set_rewrite(options, value);
    case kRemap: {
      const auto pair = pair_of(value).value_or(std::pair(std::string_view(), std::string_view()));
      return set_remap(options, pair.first, pair.second, "143:0");
    }
    case kStderrTail:
      return set_tail(options, value);
    case kShell:
      options.shell = true;
      return std::nullopt;
    case kHookFailure:
      return set_hook_failure(options, value);
    case kRelay:
      return set_relay(options, value);
    default:
      options.report = false;
      return std::nullopt;
  }
}

/// tini's variables, read as tini reads them.
void read_variables(RunOptions& options) {
  // NOLINTBEGIN(concurrency-mt-unsafe): one thread
  options.subreaper = std::getenv("TINI_SUBREAPER") != nullptr;
  options.whole_group = std::getenv("TINI_KILL_PROCESS_GROUP") != nullptr;
  if (const char* verbosity = std::getenv("TINI_VERBOSITY")) {
    options.verbosity = std::clamp(std::atoi(verbosity), 0, kMaxVerbosity);  // NOLINT(cert-err34-c)
  }
  // NOLINTEND(concurrency-mt-unsafe)
}

}  // namespace

Result<RunOptions> read_options(int argc, char** argv) {
  RunOptions options;
  std::iota(options.remap.begin(), options.remap.end(), 0);
  read_variables(options);
  opterr = 0;
  for (;;) {
    const int word = std::max(optind, 1);
    int place = -1;
    const int found =
        getopt_long(argc, argv, "+:sp:vwge:lh", kOptions.data(), &place);  // NOLINT(concurrency-mt-unsafe)
    if (found == -1) {
      break;
    }
    if (found == ':' || found == '?') {
      return Error{quoted(argv[word]) + (found == ':' ? " needs a value" : " is no option") + "; see --help"};
    }
    if (const Refusal refusal = apply(options, found, optarg)) {
      const auto name = place < 0 ? std::string{'-', static_cast<char>(found)}
                                  : std::string("--") + kOptions[static_cast<std::size_t>(place)].name;
      return Error{name + ": " + *refusal};
    }
    if (options.action != RunOptions::Action::run) {
      return options;
    }
  }
  options.command.assign(argv + optind, argv + argc);
  if (options.shell) {
    options.report = false;  // a person sees how it ends
    options.relay = "";      // PID 1's stays PID 1's
  } else if (options.command.empty()) {
    return Error{"there is no command to run: cel-run [OPTION]... -- COMMAND [ARG]...; see --help"};
  }
  return options;
}

}  // namespace cel
