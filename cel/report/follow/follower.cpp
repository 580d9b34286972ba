// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/follower.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cel {
namespace {

constexpr std::chrono::seconds kPatience{5};              // for the parts of a report
constexpr std::size_t kMostPlaces = 16384;                // of lines, in all logs together
constexpr std::size_t kMostUnfinishedBytes = 32U << 20U;  // bytes of unfinished lines, likewise
constexpr std::size_t kLinesAtOnce = 1000;                // of one log, before the next one's turn

}  // namespace

Follower::Follower(std::vector<std::unique_ptr<LogWatch>> watches, std::string tag, Cursor cursor,
                   Receiver receiver, Sync sync, bool tracebacks)
    : watches_(std::move(watches)),
      tag_(std::move(tag)),
      cursor_(std::move(cursor)),
      receiver_(std::move(receiver)),
      sync_(std::move(sync)),
      tracebacks_(tracebacks) {
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
  const bool over = logs_.empty() && watches_.over();
  return refused_ || over ? State::ended : more ? State::more : State::quiet;
}

Result<void> Follower::take_new_logs() {
  return watches_.appeared(cursor_, [this](const std::string& key, std::unique_ptr<FollowedLog> log) {
    if (const auto known = logs_.find(key); known != logs_.end() && !known->second->over()) {
      return;  // it finds by itself what came in the place of its file, and may not be through with that
    }
    logs_[key] = std::make_unique<FollowedReports>(
        std::move(log), tag_, [this](const Report& report) { deliver(report); }, load_);
  });
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
  if (tracebacks_) {
    hooked_.note(report);
  }
  if (refused_ || named_.names(report) || hooked_.tell(report) ||
      seen_.seen_before(report.id, report.content, *report.container)) {
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

void Follower::wait(State state) const { watches_.wait(state == State::more); }

}  // namespace cel
