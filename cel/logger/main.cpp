// SPDX-License-Identifier: Apache-2.0
//
// container-exception-logger: one report from standard input into the container's log.

#include <sys/time.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "cel/base/program.h"
#include "cel/base/text.h"
#include "cel/logger/input.h"
#include "cel/logger/options.h"
#include "cel/record/parse.h"
#include "cel/sink/announce.h"
#include "cel/sink/deliver.h"
#include "cel/sink/framed_report.h"

namespace cel {
namespace {

enum ExitStatus { kDelivered = 0, kUsage = 1, kNoSink = 2, kNotWritten = 3, kNoInput = 4 };

constexpr double kReadingShare =
    0.8;  // of the time: what was read of a report without an end still has to be written
constexpr std::size_t kExcerpt = 1500;

void say(const LoggerOptions& options, const std::string& sentence) {
  if (!options.quiet) {
    const std::string line = "container-exception-logger: " + sentence + "\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
  }
}

/// The group of the dying program may be sent signals while it dies, and a terminal may stop whoever writes
/// to it: neither may cost the report. What outlives this are the deadline and SIGKILL.
void ignore_signals() {
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ, SIGTTOU, SIGTTIN, SIGTSTP}) {
    (void)std::signal(signal, SIG_IGN);
  }
}

/// Interrupts, once the time is over and every 50 ms from then on, whatever may block in the kernel.
void set_alarm(std::chrono::duration<double> timeout) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  sigaction(SIGALRM, &action, nullptr);
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
  const auto whole = std::chrono::floor<std::chrono::seconds>(timeout);
  const auto rest = std::chrono::ceil<std::chrono::microseconds>(timeout - whole);
  const itimerval timer{{0, 50'000}, {whole.count(), std::min<suseconds_t>(rest.count() + 1, 999'999)}};
  setitimer(ITIMER_REAL, &timer, nullptr);
}

std::string executable_of_parent() {
  return valid_utf8(target_of("/proc/" + std::to_string(getppid()) + "/exe"));
}

Origin origin_of(const LoggerOptions& options) {
  Origin origin;
  origin.type = options.type;
  origin.executable = options.executable.empty() ? executable_of_parent() : options.executable;
  utsname host{};
  if (uname(&host) == 0) {
    origin.hostname = valid_utf8(static_cast<const char*>(host.nodename));
  }
  origin.time = unix_time();
  origin.uid = getuid();
  return origin;
}

std::vector<FramedReport> make_reports(std::string_view input, const LoggerOptions& options,
                                       const Deadline& until) {
  const Origin origin = origin_of(options);
  std::vector<FramedReport> reports;
  for (RawReport& raw : parse_reports(input)) {
    reports.push_back(framed_report(std::move(raw), origin, options.max_record, options.format, &until));
  }
  return reports;
}

/// The reports or, where there is no memory for them, one of the input's ends.
std::vector<FramedReport> make_reports_or_excerpt(Input& input, const LoggerOptions& options,
                                                  const Deadline& until) {
  try {
    return make_reports(input.bytes, options, until);
  } catch (const std::exception&) {
    std::string excerpt = input.bytes.substr(0, kExcerpt);
    if (input.bytes.size() > kExcerpt) {
      excerpt += "\n… out of memory …\n";
      excerpt += input.bytes.substr(std::max(kExcerpt, input.bytes.size() - kExcerpt));
    }
    std::string().swap(input.bytes);
    return {framed_report({nullptr, excerpt}, origin_of(options), options.max_record, options.format)};
  }
}

/// Says what became of a report, and gives the exit status.
ExitStatus conclude(const Delivery& delivery, const LoggerOptions& options) {
  const bool delivered = delivery.outcome == Delivery::Outcome::delivered;
  if (!delivered || options.verbose) {
    for (const std::string& failure : delivery.failures) {
      say(options, failure);
    }
  }
  if (delivered) {
    if (options.verbose) {
      say(options, "delivered to " + delivery.sink);
    }
    return kDelivered;
  }
  const bool opened = delivery.outcome == Delivery::Outcome::not_written;
  say(options,
      opened
          ? "the report could not be written within the time; it is lost"
          : "no sink could be opened; the report is lost; set CEL_SPOOL to a folder that keeps such reports");
  return opened ? kNotWritten : kNoSink;
}

/// Until when sinks are waited for: who started this program may have none of the time that --timeout gives.
Deadline sinks_deadline(const LoggerOptions& options, const Deadline& deadline) {
  if (!options.patience || *options.patience >= deadline.left()) {
    return deadline;
  }
  set_alarm(*options.patience);
  return Deadline::after(std::chrono::duration_cast<Deadline::Clock::duration>(*options.patience));
}

int log_reports(const LoggerOptions& options) {
  const Deadline deadline =
      Deadline::after(std::chrono::duration_cast<Deadline::Clock::duration>(options.timeout));
  set_alarm(options.timeout);
  if (options.verbose) {
    for (const std::string& sentence : options.ignored) {
      say(options, sentence);
    }
  }
  Input input = read_input(STDIN_FILENO, deadline.part(kReadingShare));
  if (input.bytes.empty()) {
    say(options,
        input.problem.empty() ? "standard input was empty: pipe a report into this program" : input.problem);
    return kNoInput;
  }
  if (!input.problem.empty()) {
    say(options, input.problem + "; what was read is logged");
  }
  const auto sinks = sinks_in_order(options.sinks);
  const auto reports = make_reports_or_excerpt(input, options, deadline.part(kReadingShare));
  const Deadline end = sinks_deadline(options, deadline);
  int status = kDelivered;
  for (const FramedReport& report : reports) {
    const Delivery delivery = deliver(report, sinks, end);
    status = std::max<int>(status, conclude(delivery, options));
    const auto dead = death_in(report.record, getppid());
    if (dead && delivery.outcome == Delivery::Outcome::delivered) {
      announce_death(*dead);
    }
  }
  return status;
}

int run(int argc, char** argv) {
  ignore_signals();
  const Result<LoggerOptions> options = read_logger_options(argc, argv);
  if (!options) {
    say({}, options.error());
    return kUsage;
  }
  switch (options->action) {
    case LoggerOptions::Action::help:
      return std::fputs(kHelp, stdout) < 0 || std::fflush(stdout) != 0 ? kUsage : kDelivered;
    case LoggerOptions::Action::version:
      return std::puts("container-exception-logger " CEL_VERSION) < 0 || std::fflush(stdout) != 0
                 ? kUsage
                 : kDelivered;
    case LoggerOptions::Action::log:
      break;
  }
  return log_reports(*options);
}

}  // namespace
}  // namespace cel

// The C++ library's own handler prints the exception that nobody caught, and brings 50 KB of demangler for
// that into a static program. Defined here, it is not taken from the library.
void __gnu_cxx::__verbose_terminate_handler() { std::abort(); }

int main(int argc, char** argv) { return cel::run(argc, argv); }
