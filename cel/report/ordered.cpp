// SPDX-License-Identifier: Apache-2.0
#include "cel/report/ordered.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kMostHeld = 256;                     // reports, for the sake of their order
constexpr std::int64_t kLongestStall = 300LL * 1'000'000;  // microseconds by which a log may part a report

}  // namespace

OrderedReports::OrderedReports(std::unique_ptr<Source> source, const Wanted& wanted)
    : source_(std::move(source)),
      direction_(wanted.direction),
      assembler_(wanted.tag, [this](Rejoined rejoined, const std::shared_ptr<const Container>& container) {
        hold(report_of(std::move(rejoined), container));
      }) {}

bool OrderedReports::comes_before(std::int64_t time, std::int64_t other) const {
  return direction_ == Direction::oldest_first ? time < other : time > other;
}

Result<bool> OrderedReports::next(Report& report) {
  LogLine line;
  while (!releasable()) {
    Result<bool> more = finished_ ? Result<bool>(false) : source_->next(line);
    if (!more || !*more) {
      return more;
    }
    take(line);
  }
  std::pop_heap(held_.begin(), held_.end(), [this](const KeptReport& one, const KeptReport& other) {
    return comes_before(other.time(), one.time());
  });
  report = held_.back().take();
  held_.pop_back();
  source_->let_go();
  return true;
}

void OrderedReports::take(const LogLine& line) {
  while (assembler_.oldest() && line.time - *assembler_.oldest() > kLongestStall) {
    assembler_.give_up_oldest();
  }
  while (assembler_.newest() && *assembler_.newest() - line.time > kLongestStall) {
    assembler_.give_up_newest();
  }
  assembler_.take(line, line.time);
}

void OrderedReports::hold(Report report) {
  held_.emplace_back(std::move(report));
  std::push_heap(held_.begin(), held_.end(), [this](const KeptReport& one, const KeptReport& other) {
    return comes_before(other.time(), one.time());
  });
}

/// Whether nothing that still waits can come before the first report that is held.
bool OrderedReports::releasable() const {
  if (held_.empty()) {
    return false;
  }
  const auto first = direction_ == Direction::oldest_first ? assembler_.oldest() : assembler_.newest();
  return held_.size() > kMostHeld || KeptReport::crowded() || !first ||
         !comes_before(*first, held_.front().time());
}

void OrderedReports::finish() {
  while (assembler_.oldest()) {
    assembler_.give_up_oldest();
  }
  finished_ = true;
}

}  // namespace cel
