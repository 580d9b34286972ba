// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/follower.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace cel {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kPatience{5};  // for the parts of a report
constexpr milliseconds kLongestWait{1000};    // also for logs whose growth no descriptor tells
constexpr milliseconds kShortestWait{
    20};  // so that a busy log does not have every other looked at for each line
constexpr std::size_t kMostPlaces = 16384;                // of lines, in all logs together
constexpr std::size_t kMostUnfinishedBytes = 32U << 20U;  // bytes of unfinished lines, likewise
constexpr std::size_t kLinesAtOnce = 1000;                // of one log, before the next one's turn

}  // namespace

Follower::Follower(std::vector<std::unique_ptr<LogWatch>> watches, std::string tag, Cursor cursor,
                   Receiver receiver, Sync sync)
    : watches_(std::move(watches)),
      tag_(std::move(tag)),
      cursor_(std::move(cursor)),
      receiver_(std::move(receiver)),
      sync_(std::move(sync)) {
  for (const Delivered& report : cursor_.delivered()) {
    Container container;
    container.id = report.container;
    container.user = report.user;
    seen_.seen_before(report.id, report.content, container);
  }
}

Result<void> Follower::run(const volatile std::sig_atomic_t& stop) {
  while (stop == 0) {
    const Result<State> state = read();
    if (!state) {
      return Error{state.error()};
    }
    if (*state == State::ended) {
      break;
    }
    if (stop == 0) {
      wait(*state);
    }
  }
  return {};
}

Result<Follower::State> Follower::read() {
  if (Result<void> taken = take_new_logs(); !taken) {
    return Error{taken.error()};
  }
  const bool more = read_logs();
  Result<void> saved = add_taken();
  if (saved) {
    saved = failure_.empty() ? cursor_.save() : Error{failure_};
  }
  if (!saved) {
    return Error{saved.error()};
  }
  const bool over = logs_.empty() && std::all_of(watches_.begin(), watches_.end(),
                                                 [](const auto& watch) { return watch->over(); });
  return refused_ || over ? State::ended : more ? State::more : State::quiet;
}

Result<void> Follower::take_new_logs() {
  for (const auto& watch : watches_) {
    Result<LogWatch::Logs> logs = watch->appeared(cursor_.positions());
    if (!logs) {
      return Error{logs.error()};
    }
    for (auto& [key, log] : *logs) {
      if (const auto known = logs_.find(key); known != logs_.end() && !known->second->over()) {
        continue;  // it finds by itself what came in the place of its file, and may not be through with that
      }
      logs_[key] = std::make_unique<FollowedReports>(
          std::move(log), tag_, [this](const Report& report) { deliver(report); }, load_);
    }
    if (std::string place = watch->place(); !place.empty() && !cursor_.positions().contains(place)) {
      cursor_.move(place, Json::object());
    }
  }
  return {};
}

/// Reads of each log what is there, or some of it. Whether there is more.
bool Follower::read_logs() {
  const auto now = FollowedReports::Clock::now();
  bool any = false;
  for (auto log = logs_.begin(); log != logs_.end();) {
    const bool over = log->second->over();  // asked before: nothing comes after it
    Result<bool> more = log->second->read(now, kLinesAtOnce, on_gap_);
    limit_memory();
    if (refused_) {
      return false;
    }
    if (!more) {
      failure_ = more.error();
      return false;
    }
    const bool ended = over && !*more;
    any = any || *more || (!ended && log->second->over());
    log->second->give_up(ended ? FollowedReports::Clock::time_point::max() : now - kPatience);
    if (refused_) {
      return false;
    }
    if (!ended) {
      cursor_.move(log->first, log->second->position());
      ++log;
      continue;
    }
    cursor_.forget(log->first);
    log = logs_.erase(log);
  }
  return any;
}

/// The log that takes most waits least.
void Follower::limit_memory() {
  const auto largest = [this](std::size_t FollowedLoad::*part) -> FollowedReports& {
    return *std::max_element(logs_.begin(), logs_.end(), [part](const auto& one, const auto& other) {
              return one.second->load().*part < other.second->load().*part;
            })->second;
  };
  while (load_.lines > kMostPlaces) {
    largest(&FollowedLoad::lines).shrink_lines();
  }
  while (load_.bytes > kMostUnfinishedBytes) {
    largest(&FollowedLoad::bytes).shrink_bytes();
  }
}

void Follower::deliver(const Report& report) {
  if (refused_ || named_.names(report) || seen_.seen_before(report.id, report.content, *report.container)) {
    return;
  }
  named_.note(report);
  if (!receiver_(report)) {
    refused_ = true;
    return;
  }
  taken_.push_back({report.id, report.container->id, report.container->user, report.content});
  if (Result<void> added = sync_ ? Result<void>() : add_taken(); !added) {
    failure_ = added.error();
    refused_ = true;
  }
}

/// Lets the cursor know of the reports that were taken.
Result<void> Follower::add_taken() {
  Result<void> added = sync_ && !taken_.empty() ? sync_() : Result<void>();
  for (Delivered& report : std::exchange(taken_, {})) {
    if (added) {
      added = cursor_.add(std::move(report));
    }
  }
  return added;
}

void Follower::wait(State state) const {
  const bool more = state == State::more;
  std::vector<pollfd> descriptors;
  for (const auto& watch : watches_) {
    descriptors.push_back({watch->descriptor(), POLLIN, 0});  // one below 0 is passed over
  }
  if (!more) {
    const timespec pause{0, std::chrono::nanoseconds(kShortestWait).count()};
    nanosleep(&pause, nullptr);
  }
  poll(descriptors.data(), descriptors.size(), more ? 0 : static_cast<int>(kLongestWait.count()));
  for (const auto& watch : watches_) {
    watch->woken();
  }
}

}  // namespace cel
