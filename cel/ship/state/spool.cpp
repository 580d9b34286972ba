// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "cel/ship/state/state_folder.h"

namespace cel {
namespace {

constexpr std::uint64_t kSegmentBytes = 8U << 20U;  // bytes
constexpr std::uint64_t kSegmentsAtLeast = 8;       // that the whole spool is made of

}  // namespace

std::uint64_t Spool::join(const std::string& name, std::optional<std::uint64_t> position) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t end = segments_.back().end();
  return positions_[name] = std::clamp(position.value_or(end), segments_.front().first, end);
}

Spool::Added Spool::fail(const char* what) {
  error_ = std::string("cannot ") + what + " " + path_of(segments_.back()) + ": " + errno_text(errno);
  return Added::failed;
}

bool Spool::start_segment() {
  const Segment next{segments_.back().end(), 0, 0};
  if (fdatasync(last_.get()) != 0) {
    return false;
  }
  Fd file = open_file(path_of(next).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_TRUNC, kSegmentMode);
  if (!file) {
    return false;
  }
  sync_folder_of(path_of(next));
  last_ = std::move(file);
  segments_.push_back(next);
  return true;
}

void Spool::remove_oldest() {
  (void)unlink(path_of(segments_.front()).c_str());
  bytes_ -= segments_.front().bytes;
  segments_.pop_front();
}

/// Drops the oldest segments until `size` more bytes fit, for those destinations that still need them; unless
/// all of them do: then none is in another's way, and the logs keep what comes.
Spool::Added Spool::make_room(std::uint64_t size) {
  while (bytes_ + size > most_ && segments_.size() > 1) {
    const std::uint64_t end = segments_.front().end();
    if (std::all_of(positions_.begin(), positions_.end(),
                    [end](const auto& member) { return member.second < end; })) {
      return Added::full;
    }
    for (auto& [name, position] : positions_) {
      position = std::max(position, end);
    }
    remove_oldest();
  }
  return Added::added;
}

Spool::Added Spool::append(std::string_view line) {
  const std::string digest = added_before_.empty() ? std::string() : line_digest(line);
  const std::lock_guard lock(mutex_);
  if (added_before_.contains(digest)) {
    return Added::added;
  }
  const std::uint64_t size = line.size() + 1;
  if (const Added room = make_room(size); room != Added::added) {
    return room;
  }
  const std::uint64_t largest = std::min(kSegmentBytes, most_ / kSegmentsAtLeast);
  if (segments_.back().count > 0 && segments_.back().bytes + size > largest && !start_segment()) {
    return fail("make a file after");
  }
  Segment& last = segments_.back();
  if (!write_whole(last_.get(), std::string(line) + '\n')) {
    const int reason = errno;
    (void)ftruncate(last_.get(), static_cast<off_t>(last.bytes));
    errno = reason;
    return fail("write");
  }
  synced_ = false;
  arrivals_.add(last.end(), Arrivals::Clock::now());
  last.bytes += size;
  ++last.count;
  bytes_ += size;
  changed_.notify_all();
  return Added::added;
}

Result<void> Spool::sync() {
  if (!std::exchange(synced_, true) && fdatasync(last_.get()) != 0) {
    return Error{"cannot write " + path_of(segments_.back()) + ": " + errno_text(errno)};
  }
  return {};
}

void Spool::settle(const std::string& name, std::uint64_t position) {
  const std::lock_guard lock(mutex_);
  std::uint64_t& settled = positions_[name];
  settled = std::max(settled, position);
  const auto behind =
      std::min_element(positions_.begin(), positions_.end(),
                       [](const auto& one, const auto& other) { return one.second < other.second; });
  arrivals_.forget_before(behind->second);
  while (segments_.size() > 1 && segments_.front().end() <= behind->second) {
    remove_oldest();
  }
  changed_.notify_all();
}

std::string Spool::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

std::uint64_t Spool::end() const {
  const std::lock_guard lock(mutex_);
  return segments_.back().end();
}

std::uint64_t Spool::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::chrono::seconds Spool::age_of(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto now = Arrivals::Clock::now();
  return std::chrono::duration_cast<std::chrono::seconds>(now - arrivals_.time_of(number, now));
}

std::optional<Segment> Spool::segment_of(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(segments_.begin(), segments_.end(),
                                  [number](const Segment& segment) { return number < segment.end(); });
  return found == segments_.end() ? std::nullopt : std::optional(*found);
}

void Spool::wait_for(std::uint64_t number, std::optional<Clock::time_point> until) const {
  std::unique_lock lock(mutex_);
  const auto is_there = [&] { return closed_ || number < segments_.back().end(); };
  if (until) {
    changed_.wait_until(lock, *until, is_there);
  } else {
    changed_.wait(lock, is_there);
  }
}

void Spool::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace cel
