// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options.h"

#include <getopt.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string_view>

#include "cel/run/set_option.h"

namespace cel {
namespace {

// getopt_long(3), not CLI11, whose tables cost more time and memory than all else before the child starts.
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
    if (const Refusal refusal = set_option(options, found, optarg)) {
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
