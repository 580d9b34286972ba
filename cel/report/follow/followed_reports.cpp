// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/followed_reports.h"

#include <optional>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kLines = 8192;  // that one report may be behind the others of its log

}  // namespace

// The assembler gives a line's number back, by which its time and its position are found.
FollowedReports::FollowedReports(std::unique_ptr<FollowedLog> log, std::string tag, const Receiver& receiver,
                                 FollowedLoad& all)
    : log_(std::move(log)),
      assembler_(std::move(tag),
                 [this, receiver](Rejoined rejoined, const std::shared_ptr<const Container>& container) {
                   rejoined.stamp = numbered(rejoined.stamp).time;
                   receiver(report_of(std::move(rejoined), container));
                 }),
      all_(all) {}

FollowedReports::~FollowedReports() {
  all_.lines -= own_.lines;
  all_.bytes -= own_.bytes;
}

/// Brings own_ and all_ up to date.
void FollowedReports::count() {
  const FollowedLoad now{lines_.size(), log_->held()};
  all_.lines += now.lines - own_.lines;  // also where it is less: unsigned numbers wrap
  all_.bytes += now.bytes - own_.bytes;
  own_ = now;
}

const FollowedReports::Line& FollowedReports::numbered(std::int64_t number) const {
  return lines_[static_cast<std::size_t>(number - first_line_)];
}

Result<bool> FollowedReports::read(Clock::time_point now, std::size_t most, const GapReceiver& on_gap) {
  LogLine line;
  Result<bool> more = true;
  for (std::size_t lines = 0; lines < most && more && *more; ++lines) {
    more = log_->read(line);
    if (const std::optional<LogGap> gap = log_->take_gap()) {
      on_gap(*gap);
    }
    if (more && *more) {
      take(line, now);
    }
  }
  log_->let_go();
  count();
  return more;
}

void FollowedReports::take(const LogLine& line, Clock::time_point now) {
  const std::int64_t number = first_line_ + static_cast<std::int64_t>(lines_.size());
  lines_.push_back({log_->line_position(), line.time, now});
  assembler_.take(line, number);
  drop_settled_lines();
  if (lines_.size() > kLines) {
    give_up(lines_[kLines / 2].arrived + Clock::duration(1));
  }
}

void FollowedReports::shrink_lines() {
  assembler_.give_up_oldest();
  drop_settled_lines();
  count();
}

void FollowedReports::shrink_bytes() {
  log_->shrink();
  count();
}

void FollowedReports::give_up(Clock::time_point arrived) {
  while (assembler_.oldest() && numbered(*assembler_.oldest()).arrived < arrived) {
    assembler_.give_up_oldest();
  }
  drop_settled_lines();
  count();
}

void FollowedReports::drop_settled_lines() {
  const std::int64_t end = first_line_ + static_cast<std::int64_t>(lines_.size());
  for (const std::int64_t needed = assembler_.oldest().value_or(end); first_line_ < needed; ++first_line_) {
    lines_.pop_front();
  }
}

Json FollowedReports::position() const { return lines_.empty() ? log_->position() : lines_.front().position; }

}  // namespace cel
