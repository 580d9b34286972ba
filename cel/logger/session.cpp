// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/session.h"

#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <utility>

#include "cel/logger/input.h"
#include "cel/sink/announce.h"
#include "cel/sink/say.h"

namespace cel {
namespace {

// Parts of the time, from its start: to read the input, and to make reports of it.
constexpr double kReadingShare = 0.8;
constexpr double kMakingShare = 0.9;

// What the logger keeps of one report while it works on it. All of it, in several copies, stays below 64 MB.
constexpr std::size_t kInputWindow = 4U << 20U;  // bytes of the input
constexpr std::size_t kKeptValues = 32000;       // fewer than a relay takes
constexpr std::size_t kKeptMembers = 500;        // of the outermost object, however many values there are
constexpr std::size_t kKeptStrings = 4U << 20U;  // bytes

Session* the_session = nullptr;  // NOLINT: for go_on_and_exit(), which is given nothing

JsonBounds bounds_of(const LoggerOptions& options, const Deadline& until) {
  return {kKeptValues, options.max_record, kKeptStrings, kKeptMembers, options.max_record, &until};
}

Deadline::Clock::duration rounded(std::chrono::duration<double> span) {
  return std::chrono::duration_cast<Deadline::Clock::duration>(span);
}

/// Interrupts whatever blocks in the kernel, after `timeout` and every 50 ms from then on.
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

std::string counted(std::size_t count, const char* one, const char* more) {
  return std::to_string(count) + (count == 1 ? one : more);
}

}  // namespace

Session::Session(const LoggerOptions& options)
    : options_(options),
      end_(Deadline::after(rounded(options.timeout))),
      reading_(end_.part(kReadingShare)),
      making_(end_.part(kMakingShare)),
      splitter_(kInputWindow, bounds_of(options, making_)),
      maker_(options, making_) {
  set_alarm(options.timeout * kReadingShare);
  the_session = this;
  std::set_terminate(go_on_and_exit);
}

/// Takes the place of std::terminate()'s abort. A record's destructor makes a list of the values in it: where
/// memory has ended, it throws while std::bad_alloc is thrown already, and nothing can catch that.
void Session::go_on_and_exit() {
  Session& session = *the_session;
  const std::string_view bytes = std::exchange(session.at_hand_, {});
  if (!bytes.empty()) {
    session.log_shortened(bytes);
  }
  _exit(static_cast<int>(session.log_all()));
}

void Session::log_shortened(std::string_view bytes) {
  try {
    hand_over(maker_.make_shortened(bytes));
  } catch (const std::exception&) {
    say("out of memory; the report is lost");
    worsen(Status::not_written);
  }
}

Status Session::run() {
  if (options_.verbose) {
    for (const std::string& sentence : options_.ignored) {
      say(sentence);
    }
  }
  return log_all();
}

Status Session::log_all() {
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

/// Reads once. Returns false once the input has ended.
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
  at_hand_ = report.text;
  try {
    hand_over(maker_.make(std::move(report)));
  } catch (const std::exception&) {
    say("out of memory; the report is lost");
    worsen(Status::not_written);
  }
}

void Session::hand_over(const EncodedReport& report) {
  if (sinks_.empty()) {
    sinks_ = sinks_in_order(options_.sinks);
  }
  if (!delivering_) {
    delivering_ = sinks_deadline();
  }
  const Delivery delivery = deliver(report, sinks_, *delivering_);
  at_hand_ = {};
  conclude(delivery);
  const auto dead = death_in(report.record, getppid());
  if (dead && delivery.outcome == Delivery::Outcome::delivered) {
    announce_death(*dead);
  }
}

/// Returns until when sinks are waited for: --patience is for a caller that cannot wait as long as --timeout.
Deadline Session::sinks_deadline() const {
  if (!options_.patience || *options_.patience >= end_.left()) {
    return end_;
  }
  set_alarm(*options_.patience);
  return Deadline::after(rounded(*options_.patience));
}

/// Tells what became of a report.
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

/// Tells which part of the input is not logged, or is shortened.
void Session::account_for_rest() {
  if (logged_ == 0 && splitter_.bytes_left() == 0) {
    say(problem_.empty() ? "standard input was empty: pipe a report into this program" : problem_);
    worsen(Status::no_input);
    return;
  }
  if (maker_.shortened() > 0) {
    say(counted(maker_.shortened(), " report is", " reports are") +
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
