// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/follow/followed_reports.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr RejoinLimits kOneWriter{
    .record_bytes = 4U << 20U, .pending_bytes = 8U << 20U, .pending_records = 256, .remembered_ids = 256};
constexpr std::size_t kWriters = 64;             // that are kept though nothing of theirs waits
constexpr std::size_t kAllWriters = 16U << 20U;  // bytes that wait for parts, of all logs' containers
constexpr std::size_t kLines = 8192;             // that one report may be behind the others

}  // namespace

std::set<FollowedReports*> FollowedReports::all_;
std::size_t FollowedReports::waiting_ = 0;

FollowedReports::FollowedReports(std::unique_ptr<FollowedLog> log, std::string tag, Receiver receiver)
    : log_(std::move(log)), tag_(std::move(tag)), receiver_(std::move(receiver)) {
  all_.insert(this);
}

FollowedReports::~FollowedReports() {
  all_.erase(this);
  for (const auto& [container, writer] : writers_) {
    waiting_ -= writer.waiting;
  }
}

Result<bool> FollowedReports::read(Clock::time_point now, std::size_t most) {
  LogLine line;
  for (std::size_t lines = 0; lines < most; ++lines) {
    Result<bool> more = log_->next(line);
    if (!more || !*more) {
      drop_settled_lines();
      return more;
    }
    take(line, now);
  }
  drop_settled_lines();
  return true;
}

void FollowedReports::take(const LogLine& line, Clock::time_point now) {
  // The rejoiner gives a line's number back, by which its time and its position are found.
  const std::int64_t number = first_line_ + static_cast<std::int64_t>(lines_.size());
  lines_.push_back({log_->line_position(), line.time, now});
  Writer& writer = writer_of(line.container);
  if (line.bare) {
    writer.rejoiner->feed_bare(line.text, number);
  } else {
    writer.rejoiner->feed(line.text, number);
  }
  account(writer);
  shrink();
  if (lines_.size() > kLines) {
    give_up(lines_[kLines / 2].arrived + Clock::duration(1));
    drop_settled_lines();
  }
}

FollowedReports::Writer& FollowedReports::writer_of(const std::shared_ptr<const Container>& container) {
  if (const auto known = writers_.find(container.get()); known != writers_.end()) {
    return known->second;
  }
  if (writers_.size() >= kWriters) {
    std::erase_if(writers_,
                  [](const auto& writer) { return !writer.second.rejoiner->oldest_pending().has_value(); });
  }
  auto rejoiner = std::make_unique<Rejoiner>(
      tag_,
      [this, container](Rejoined rejoined) {
        rejoined.stamp = lines_[static_cast<std::size_t>(rejoined.stamp - first_line_)].time;
        receiver_(report_of(std::move(rejoined), container));
      },
      kOneWriter);
  return writers_[container.get()] = Writer{container, std::move(rejoiner), 0};
}

void FollowedReports::account(Writer& writer) {
  waiting_ -= std::exchange(writer.waiting, writer.rejoiner->pending_bytes());
  waiting_ += writer.waiting;
}

/// Whoever makes most of it wait, waits least.
void FollowedReports::shrink() {
  while (waiting_ > kAllWriters) {
    Writer* largest = nullptr;
    for (FollowedReports* log : all_) {
      for (auto& [container, writer] : log->writers_) {
        largest = largest == nullptr || writer.waiting > largest->waiting ? &writer : largest;
      }
    }
    largest->rejoiner->give_up_oldest();
    account(*largest);
  }
}

void FollowedReports::give_up(Clock::time_point arrived) {
  for (auto& [container, writer] : writers_) {
    for (auto oldest = writer.rejoiner->oldest_pending();
         oldest && lines_[static_cast<std::size_t>(*oldest - first_line_)].arrived < arrived;
         oldest = writer.rejoiner->oldest_pending()) {
      writer.rejoiner->give_up_oldest();
    }
    account(writer);
  }
  drop_settled_lines();
}

void FollowedReports::drop_settled_lines() {
  std::int64_t needed = first_line_ + static_cast<std::int64_t>(lines_.size());
  for (const auto& [container, writer] : writers_) {
    needed = std::min(needed, writer.rejoiner->oldest_pending().value_or(needed));
  }
  for (; first_line_ < needed; ++first_line_) {
    lines_.pop_front();
  }
}

Json FollowedReports::position() const { return lines_.empty() ? log_->position() : lines_.front().position; }

}  // namespace cel
