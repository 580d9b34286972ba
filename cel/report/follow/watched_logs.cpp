// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/watched_logs.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace cel {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestWait{1000};  // also for logs whose growth no descriptor tells
constexpr milliseconds kShortestWait{
    20};  // so that a busy log does not have every other looked at for each line

}  // namespace

Result<void> WatchedLogs::appeared(Cursor& cursor, const Open& open) {
  for (const auto& watch : watches_) {
    Result<LogWatch::Logs> logs = watch->appeared(cursor.positions());
    if (!logs) {
      return Error{logs.error()};
    }
    for (auto& [key, log] : *logs) {
      open(key, std::move(log));
    }
    if (std::string place = watch->place(); !place.empty() && !cursor.positions().contains(place)) {
      cursor.move(place, Json::object());
    }
  }
  return {};
}

void WatchedLogs::wait(bool more) const {
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

bool WatchedLogs::over() const {
  return std::all_of(watches_.begin(), watches_.end(), [](const auto& watch) { return watch->over(); });
}

}  // namespace cel
