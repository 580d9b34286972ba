// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/session.h"

#include <sys/time.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <utility>

#include "cel/base/program.h"
#include "cel/base/text.h"
#include "cel/logger/excerpt.h"
#include "cel/logger/input.h"
#include "cel/logger/reserve.h"
#include "cel/sink/announce.h"
#include "cel/sink/encoded_report.h"
#include "cel/sink/say.h"

namespace cel {
namespace {

constexpr double kReadingShare = 0.8;  // of the time
constexpr double kMakingShare = 0.9;
constexpr std::size_t kQuicklyMade = 16384;  // bytes of a report that is made in full at any time

/// What the logger keeps of one report while it works on it. All of these together, several copies of some,
/// stay below 64 MB.
constexpr std::size_t kInputWindow = 4U << 20U;  // bytes of the input
constexpr std::size_t kKeptValues = 32000;       // fewer than a relay takes
constexpr std::size_t kKeptMembers = 500;        // of the outermost object, in any case
constexpr std::size_t kKeptStrings = 4U << 20U;  // bytes

JsonBounds bounds_of(const LoggerOptions& options, const Deadline& until) {
  return {kKeptValues, options.max_record, kKeptStrings, kKeptMembers, options.max_record, &until};
}

Deadline::Clock::duration rounded(std::chrono::duration<double> span) {
  return std::chrono::duration_cast<Deadline::Clock::duration>(span);
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

std::string counted(std::size_t count, const char* one, const char* more) {
  return std::to_string(count) + (count == 1 ? one : more);
}

}  // namespace

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

Session::Session(const LoggerOptions& options)
    : options_(options),
      end_(Deadline::after(rounded(options.timeout))),
      reading_(end_.part(kReadingShare)),
      making_(end_.part(kMakingShare)),
      origin_(origin_of(options)),
      splitter_(kInputWindow, bounds_of(options, making_)) {
  set_alarm(options.timeout * kReadingShare);
}

Status Session::run() {
  if (options_.verbose) {
    for (const std::string& sentence : options_.ignored) {
      say(sentence);
    }
  }
  do {
    for (auto report = splitter_.next(); report; report = splitter_.next()) {
      if (end_.passed()) {
        break;
      }
      log(std::move(*report));
    }
  } while (!end_.passed() && read_more());
  account_for_rest();
  return status_;
}

/// Reads once; false when the end of the input was seen before.
bool Session::read_more() {
  if (ended_) {
    return false;
  }
  const Window::Room room = splitter_.room();
  Input input = read_input(STDIN_FILENO, room.data, room.size, reading_);
  splitter_.add(input.size);
  if (input.size == 0) {
    ended_ = true;
    problem_ = std::move(input.problem);
    if (input.went_on) {
      worsen(Status::in_part);
    }
    splitter_.end();
    if (!problem_.empty() && (logged_ > 0 || splitter_.bytes_left() > 0)) {
      say(problem_ + "; what was read is logged");
    }
  }
  return true;
}

void Session::log(RawReport report) {
  ++logged_;
  try {
    hand_over(make(std::move(report)));
  } catch (const std::exception&) {
    say("out of memory; the report is lost");
    worsen(Status::not_written);
  }
}

/// The report or, where there is no memory or no time for all of it, its ends.
EncodedReport Session::make(RawReport report) {
  const std::string_view bytes = report.text;
  const bool large = bytes.size() > kQuicklyMade;
  try {
    if (!large || !making_.passed()) {
      EncodedReport made = encode(std::move(report), large ? &making_ : nullptr);
      shortened_ += large && making_.passed() ? 1 : 0;
      return made;
    }
  } catch (const std::bad_alloc&) {
    open_reserve();
  }
  ++shortened_;
  report.object = nullptr;
  try {
    const Excerpt excerpt(bytes, Excerpt::kUsual);
    return encode(excerpt.report(), nullptr);
  } catch (const std::bad_alloc&) {
    open_reserve();
    const Excerpt excerpt(bytes, Excerpt::kLeast);
    return encode({nullptr, excerpt.text()}, nullptr);
  }
}

EncodedReport Session::encode(RawReport report, const Deadline* until) const {
  return encoded_report(std::move(report), origin_, options_.max_record, options_.format, until);
}

void Session::hand_over(const EncodedReport& report) {
  if (sinks_.empty()) {
    sinks_ = sinks_in_order(options_.sinks);
  }
  if (!delivering_) {
    delivering_ = sinks_deadline();
  }
  const Delivery delivery = deliver(report, sinks_, *delivering_);
  conclude(delivery);
  const auto dead = death_in(report.record, getppid());
  if (dead && delivery.outcome == Delivery::Outcome::delivered) {
    announce_death(*dead);
  }
}

/// Until when sinks are waited for: who started this program may have none of the time that --timeout gives.
Deadline Session::sinks_deadline() const {
  if (!options_.patience || *options_.patience >= end_.left()) {
    return end_;
  }
  set_alarm(*options_.patience);
  return Deadline::after(rounded(*options_.patience));
}

/// Says what became of a report.
void Session::conclude(const Delivery& delivery) {
  const bool delivered = delivery.outcome == Delivery::Outcome::delivered;
  if (!delivered || options_.verbose) {
    for (const std::string& failure : delivery.failures) {
      say(failure);
    }
  }
  if (delivered) {
    if (options_.verbose) {
      say("delivered to " + delivery.sink);
    }
    return;
  }
  const bool opened = delivery.outcome == Delivery::Outcome::not_written;
  say(opened
          ? "the report could not be written within the time; it is lost"
          : "no sink could be opened; the report is lost; set CEL_SPOOL to a folder that keeps such reports");
  worsen(opened ? Status::not_written : Status::no_sink);
}

/// Says what of the input is not logged, or only in short.
void Session::account_for_rest() {
  if (logged_ == 0 && splitter_.bytes_left() == 0) {
    say(problem_.empty() ? "standard input was empty: pipe a report into this program" : problem_);
    worsen(Status::no_input);
    return;
  }
  if (shortened_ > 0) {
    say(counted(shortened_, " report is", " reports are") +
        " shortened: there was no time or no memory for more; --timeout gives more time");
    worsen(Status::in_part);
  }
  if (splitter_.bytes_left() > 0) {
    say("the time was over: of the reports that were read at least " +
        std::to_string(splitter_.reports_left()) + " (" + std::to_string(splitter_.bytes_left()) +
        " bytes) are not logged, " + std::to_string(logged_) + " are; --timeout gives more time");
    worsen(Status::in_part);
  }
}

void Session::say(const std::string& sentence) const {
  if (!options_.quiet) {
    say_as("container-exception-logger", sentence);
  }
}

void Session::worsen(Status status) { status_ = status_ == Status::delivered ? status : status_; }

}  // namespace cel
