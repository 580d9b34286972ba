// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/set_option.h"

#include <algorithm>

#include "cel/base/span.h"
#include "cel/base/text.h"
#include "cel/hooks/volume_hooks.h"
#include "cel/run/options/values.h"

namespace cel {
namespace {

constexpr std::size_t kMaxTail = 1U << 20U;  // a report is no longer

Refusal set_span(std::chrono::milliseconds& span, const char* value) {
  const auto found = span_of(value);
  span = found.value_or(span);
  return found ? std::nullopt : Refusal(quoted(value) + " is no time such as 10, 1.5s, 500ms or 2m");
}

Refusal set_positive_span(std::optional<std::chrono::milliseconds>& span, const char* value) {
  const Refusal refusal = set_span(span.emplace(), value);
  return refusal || span->count() > 0 ? refusal : Refusal(quoted(value) + " is too short: at least 1ms");
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

}  // namespace

Refusal set_option(RunOptions& options, int option, const char* value) {
  switch (option) {
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
    case kTimeout:
      return set_positive_span(options.timeout, value);
    case kEvery:
      return set_positive_span(options.every, value);
    case kJitter:
      return set_span(options.jitter, value);
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
    case kHooks:
      options.hooks = language_names(value != nullptr ? value : "");
      return std::nullopt;
    case kVolume:
      options.volume = value;
      return std::nullopt;
    case kRelay:
      return set_relay(options, value);
    case kSave:
      options.action = RunOptions::Action::save;
      options.save = value;
      return std::nullopt;
    default:
      options.report = false;
      return std::nullopt;
  }
}

}  // namespace cel
