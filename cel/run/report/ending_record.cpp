// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/ending_record.h"

#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/text.h"
#include "cel/run/process/signals.h"
#include "cel/trace/last_line.h"
#include "cel/trace/last_trace.h"
#include "cel/trace/last_words.h"

namespace cel {
namespace {

constexpr std::size_t kMaxLastLine = 300;  // bytes

double seconds(std::chrono::steady_clock::duration span) {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) / 1000;
}

/// `1.5 s`.
std::string span_text(std::chrono::milliseconds span) {
  std::string text = std::to_string(span.count() / 1000);
  if (const std::string rest = std::to_string(1000 + span.count() % 1000).substr(1); rest != "000") {
    text += '.' + rest.substr(0, rest.find_last_not_of('0') + 1);
  }
  return text + " s";
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::string program_of(const Ending& ending, const std::vector<std::string>& arguments) {
  return valid_utf8(ending.executable.empty() ? arguments.front() : ending.executable);
}

/// A kill from outside is no program's own doing, whatever it said before.
bool was_killed(const Ending& ending) {
  return ending.killed_after || ending.timeout || (ending.oom_kills > 0 && ending.signal() == SIGKILL);
}

/// Whether it chose to end: then it may have said why.
bool ended_itself(const Ending& ending) {
  return !was_killed(ending) && ending.exec_error == 0 &&
         (ending.signal() == 0 || ending.signal() == SIGABRT);
}

std::optional<Trace> final_trace(const Ending& ending, const std::string& tail) {
  std::optional<Trace> trace = was_killed(ending) ? std::nullopt : trace_at_end(tail);
  return trace || !ended_itself(ending) ? std::move(trace) : last_words(tail);
}

/// The reason of a program that says why it ends with its status, in words of its own.
std::string with_last_line(const Ending& ending, const std::string& reason) {
  const std::string_view line = ended_itself(ending) ? last_line(ending.stderr_tail) : std::string_view();
  return line.empty() ? reason : reason + ": " + valid_utf8(line.substr(0, kMaxLastLine));
}

Json resources_of(const rusage& usage) {
  return {{"user_seconds", seconds(usage.ru_utime)}, {"system_seconds", seconds(usage.ru_stime)},
          {"max_rss_kib", usage.ru_maxrss},          {"major_faults", usage.ru_majflt},
          {"voluntary_switches", usage.ru_nvcsw},    {"involuntary_switches", usage.ru_nivcsw}};
}

}  // namespace

std::string reason_of(const Ending& ending, const std::vector<std::string>& arguments) {
  const std::string name = valid_utf8(ending.name.empty() ? arguments.front() : ending.name);
  if (ending.exec_error != 0) {
    return name + " could not be run: " + errno_text(ending.exec_error);
  }
  if (ending.timeout) {
    return name + " had not ended in the " + span_text(*ending.timeout) + " that --timeout gives, and " +
           (ending.signal() == SIGKILL ? "was killed" : "was asked to end");
  }
  if (ending.signal() == 0) {
    return name + " ended with status " + std::to_string(ending.exit_status()) +
           (ending.oom_kills > 0 ? ", and the kernel has killed processes for want of memory" : "");
  }
  if (ending.killed_after) {
    return name + " was killed by cel-run (SIGKILL): it had not ended in the " +
           span_text(*ending.killed_after) + " that --grace gives";
  }
  if (ending.signal() == SIGKILL && ending.oom_kills > 0) {
    return name + " was killed for want of memory (SIGKILL)";
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread; past 31 it only repeats the number
  const char* words = ending.signal() < 32 ? strsignal(ending.signal()) : nullptr;
  return name + " was ended by " + signal_name(ending.signal()) +
         (words != nullptr ? " (" + std::string(words) + ")" : std::string()) +
         (WCOREDUMP(ending.wait_status) ? ", core dumped" : "");
}

Json record_of_ending(const Ending& ending, const std::vector<std::string>& arguments,
                      const Redactor& redactor, const Deadline* until) {
  const std::string reason = reason_of(ending, arguments);
  const std::string_view tail = ending.stderr_tail;
  std::optional<Trace> trace = final_trace(ending, ending.stderr_tail);
  Json record = {{"type", trace ? trace->type : "Process"},
                 {"executable", program_of(ending, arguments)},
                 {"reason", trace ? error_in(*trace) : with_last_line(ending, reason)}};
  if (trace) {
    record["backtrace"] = valid_utf8(tail.substr(trace->offset, trace->length));
    record["exceptions"] = std::move(trace->exceptions);
  } else {
    const std::string last_words = ending.left_out == 0
                                       ? valid_utf8(trimmed(tail))
                                       : "[the last " + std::to_string(ending.left_out) +
                                             " bytes of stderr are left out: there was no time for them]";
    record["backtrace"] = last_words.empty() ? reason : reason + "\n\n" + last_words;
  }
  record["mechanism"] = ending.signal() != 0 ? "signal" : "exit";
  record["handled"] = false;
  record["severity"] = "fatal";
  record["pid"] = ending.pid;
  record["uid"] = ending.uid;
  Json process = {{"command", Json::array()}};
  for (const std::string& argument : arguments) {
    process["command"].push_back(valid_utf8(argument));
  }
  process["ending"] = reason;
  process["status"] = ending.exit_status();
  if (ending.signal() != 0) {
    process["signal"] = signal_name(ending.signal());
    process["core_dumped"] = WCOREDUMP(ending.wait_status) != 0;
    if (!ending.no_core.empty()) {
      process["no_core"] = ending.no_core;
    }
  }
  if (ending.killed_after) {
    process["killed_after"] = seconds(*ending.killed_after);
  }
  if (ending.timeout) {
    process["timeout"] = seconds(*ending.timeout);
  }
  if (ending.oom_kills > 0) {
    process["oom_kills"] = ending.oom_kills;
  }
  process["seconds"] = seconds(ending.run_time);
  process["resources"] = resources_of(ending.usage);
  record["process"] = std::move(process);
  redactor.redact(record, until);
  return record;
}

}  // namespace cel
