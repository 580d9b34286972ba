// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/shipping.h"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <utility>
#include <vector>

#include "cel/reader/commands/command_line.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/output.h"
#include "cel/report/follow/follower.h"
#include "cel/ship/shipper.h"
#include "cel/ship/to/destinations.h"
#include "cel/source/places.h"

namespace cel {
namespace {

constexpr int kPauseOfSpool = 200;  // milliseconds until the spool may have room again

volatile std::sig_atomic_t stopped = 0;  // by any signal
volatile std::sig_atomic_t hung_up = 0;  // by SIGHUP

using Signals = std::array<int, 3>;
constexpr Signals kShipSignals{SIGINT, SIGTERM, SIGHUP};

void handle_signals() {
  struct sigaction action {};
  action.sa_handler = [](int signal) {
    stopped = 1;
    hung_up = signal == SIGHUP ? 1 : 0;
  };
  for (const int signal : kShipSignals) {
    sigaction(signal, &action, nullptr);
  }
}

/// Threads that are started meanwhile get no signals: these have to end the waiting of this one.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t set{};
    sigemptyset(&set);
    for (const int signal : kShipSignals) {
      sigaddset(&set, signal);
    }
    pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

void allow_many_open_logs() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
  }
}

bool is_wanted(const Options& options, const Report& report) {
  return report.time >= options.wanted.since && options.match(report);
}

/// Adds a report; waits for room, or for a disk that is not full. False if a signal came meanwhile.
bool add(Shipper& shipper, const Json& report, std::string& problem) {
  const std::string line = to_line(report);
  while (stopped == 0) {
    const Spool::Added added = shipper.add(line);
    if (added == Spool::Added::added) {
      problem.clear();
      return true;
    }
    const std::string words = added == Spool::Added::full
                                  ? "the spool is full: reading waits for a destination to take something"
                                  : shipper.spool().error();
    if (std::exchange(problem, words) != words) {
      say(words);
    }
    poll(nullptr, 0, kPauseOfSpool);
  }
  return false;
}

/// Follows the logs once, until they end, fail, or a signal comes.
Result<void> follow_logs(const Options& options, Shipper& shipper, const std::string& cursor_file,
                         std::uint64_t& gaps) {
  Result<FollowedPlace> followed = follow_places(options.places, options.wanted);
  Result<Cursor> cursor = followed ? Cursor::open(cursor_file) : Error{followed.error()};
  if (!cursor) {
    return Error{cursor.error()};
  }
  for (const std::string& sentence : followed->problems) {
    say(sentence);
  }
  std::string problem;
  Follower follower(
      std::move(followed->logs), options.wanted.tag, std::move(*cursor),
      [&](const Report& report) {
        return !is_wanted(options, report) ||
               add(shipper, json_of(report, (*options.rules)(report)), problem);
      },
      [&] { return shipper.sync(); });
  follower.on_gap([&](const LogGap& gap) { say(gap_sentence(gap, ++gaps)); });
  return follower.run(stopped);
}

/// Ships until a signal comes or the logs end; whether nothing is left then.
Result<bool> ship(const Options& options, const ShipChoice& choice, const StateFolder& folder) {
  Result<std::unique_ptr<Shipper>> shipper = [&] {
    const SignalsBlocked blocked;
    return Shipper::open(folder, choice.spool_size, choice.destinations, say);
  }();
  if (!shipper) {
    return Error{shipper.error()};
  }
  Backoff backoff;
  std::uint64_t gaps = 0;
  while (stopped == 0) {
    const Result<void> followed = follow_logs(options, **shipper, folder.file("cursor"), gaps);
    if (followed) {
      break;
    }
    say(followed.error());
    poll(nullptr, 0, static_cast<int>(backoff.next({}).count()));
  }
  (*shipper)->finish(choice.grace);
  bool is_empty = true;
  for (const auto& queue : (*shipper)->queues()) {
    is_empty = is_empty && queue->counts().position >= (*shipper)->spool().end();
  }
  return is_empty;
}

/// Replaces this program by itself, as it was started. Returns if that cannot be, or its configuration is
/// wrong, which it has said then.
void start_anew() {
  const Result<std::string> line = read_file("/proc/self/cmdline");
  std::vector<const char*> words;
  for (std::size_t at = 0; line && at < line->size(); at = line->find('\0', at) + 1) {
    words.push_back(line->c_str() + at);
  }
  const bool is_right =
      !words.empty() && !read_command_line(static_cast<int>(words.size()), words.data(), 0).exit_status;
  if (is_right) {
    say("starts anew with the configuration as it is now");
    words.push_back(nullptr);
    (void)execv("/proc/self/exe", const_cast<char* const*>(words.data()));  // NOLINT: C's interface
    say("cannot start anew: " + errno_text(errno));
  }
}

}  // namespace

int ship_until_stopped(const Options& options, const ShipChoice& choice) {
  handle_signals();
  allow_many_open_logs();
  for (;;) {
    const Result<StateFolder> folder = StateFolder::open(choice.state);
    const Result<bool> shipped = folder ? ship(options, choice, *folder) : Error{folder.error()};
    if (!shipped) {
      say(shipped.error());
      return kNotFound;
    }
    if (hung_up == 0) {
      if (!*shipped) {
        say("some reports are not delivered yet: they wait in " + choice.state);
      }
      return *shipped || stopped != 0 ? kFound : kNotFound;
    }
    start_anew();
    say("goes on with the configuration as it was");
    stopped = 0;
    hung_up = 0;
  }
}

int show_what_would_be_sent(const Options& options, const ShipChoice& choice) {
  handle_signals();
  std::vector<Settings> destinations = choice.destinations;
  std::vector<std::unique_ptr<Destination>> made;
  made.reserve(destinations.size());
  for (Settings& settings : destinations) {
    made.push_back(std::move(*make_destination(settings)));
  }
  Result<FollowedPlace> followed = follow_places(options.places, options.wanted);
  Result<Cursor> cursor = followed ? Cursor::open("") : Error{followed.error()};
  if (!cursor) {
    say(cursor.error());
    return kNotFound;
  }
  Follower follower(
      std::move(followed->logs), options.wanted.tag, std::move(*cursor), [&](const Report& report) {
        for (std::size_t at = 0; at < made.size() && is_wanted(options, report); ++at) {
          const Settings& settings = destinations[at];
          const std::string text =
              settings.masked(made[at]->preview(json_of(report, (*options.rules)(report))));
          (void)std::printf("# %s\n%s\n", settings.name.c_str(), text.c_str());  // NOLINT(*-vararg)
        }
        return std::fflush(stdout) == 0;
      });
  std::uint64_t gaps = 0;
  follower.on_gap([&](const LogGap& gap) { say(gap_sentence(gap, ++gaps)); });
  const Result<void> ended = follower.run(stopped);
  if (!ended) {
    say(ended.error());
  }
  return ended ? kFound : kNotFound;
}

}  // namespace cel
