// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/reports/report_stream.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr RejoinLimits kOneWriter{
    .record_bytes = 4U << 20U, .pending_bytes = 8U << 20U, .pending_records = 1024, .remembered_ids = 256};
constexpr std::size_t kAllWriters = 16U << 20U;        // bytes that wait for parts, of all logs' containers
constexpr std::size_t kWriters = 256;                  // that are kept though nothing of theirs waits
constexpr std::size_t kMostWriters = 1024;             // of which anything waits
constexpr std::size_t kHeld = 256;                     // reports held back for the sake of their order
constexpr std::int64_t kPatience = 300LL * 1'000'000;  // microseconds; a stalled log may part a report so far

}  // namespace

ReportStream::ReportStream(std::unique_ptr<Source> source, const Wanted& wanted)
    : source_(std::move(source)), direction_(wanted.direction), tag_(wanted.tag) {}

ReportStream::~ReportStream() {
  for (const auto& [age, writer] : by_age_) {
    all().by_size.erase({writer->waiting, this, writer});
    all().bytes -= writer->waiting;
  }
}

ReportStream::AllWaiting& ReportStream::all() {
  static AllWaiting all;
  return all;
}

bool ReportStream::comes_before(std::int64_t time, std::int64_t other) const {
  return direction_ == Direction::oldest_first ? time < other : time > other;
}

Result<bool> ReportStream::next(Report& report) {
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

void ReportStream::take(const LogLine& line) {
  while (!by_age_.empty() && line.time - by_age_.begin()->first > kPatience) {
    give_up(*by_age_.begin()->second);
  }
  while (!by_age_.empty() && by_age_.rbegin()->first - line.time > kPatience) {
    give_up(*by_age_.rbegin()->second);
  }
  Writer& writer = writer_of(line.container);
  const bool ours = line.bare ? writer.rejoiner->feed_bare(line.text, line.time)
                              : writer.rejoiner->feed(line.text, line.time) < line.text.size();
  counts_.torn += ours ? 0 : 1;
  account(writer);
  shrink();
}

ReportStream::Writer& ReportStream::writer_of(const std::shared_ptr<const Container>& container) {
  const auto known = writers_.find(container.get());
  if (known != writers_.end()) {
    return known->second;
  }
  if (writers_.size() >= kWriters + by_age_.size()) {
    forget_idle_writers();
  }
  while (by_age_.size() >= kMostWriters) {
    give_up(*by_age_.begin()->second);
  }
  Writer writer{container, nullptr, {}, 0};
  writer.rejoiner = std::make_unique<Rejoiner>(
      tag_, [this, container](Rejoined rejoined) { keep(std::move(rejoined), container); }, kOneWriter);
  return writers_[container.get()] = std::move(writer);
}

void ReportStream::forget_idle_writers() {
  std::erase_if(writers_, [&](const auto& writer) {
    const bool idle = !writer.second.oldest.has_value();
    counts_.orphaned += idle ? writer.second.rejoiner->orphaned_parts() : 0;
    return idle;
  });
}

/// Brings by_age_ and all() up to date.
void ReportStream::account(Writer& writer) {
  const auto oldest = writer.rejoiner->oldest_pending();
  const std::size_t waiting = writer.rejoiner->pending_bytes();
  if (writer.oldest == oldest && writer.waiting == waiting) {
    return;
  }
  if (writer.oldest) {
    by_age_.erase({*writer.oldest, &writer});
    all().by_size.erase({writer.waiting, this, &writer});
  }
  if (oldest) {
    by_age_.insert({*oldest, &writer});
    all().by_size.insert({waiting, this, &writer});
  }
  all().bytes += waiting;
  all().bytes -= writer.waiting;
  writer.oldest = oldest;
  writer.waiting = waiting;
}

/// Gives up what has waited longest of a writer's.
void ReportStream::give_up(Writer& writer) {
  writer.rejoiner->give_up_oldest();
  account(writer);
}

void ReportStream::keep(Rejoined rejoined, const std::shared_ptr<const Container>& container) {
  ++counts_.reports;
  const bool oversized = rejoined.state == Rejoined::State::oversized;
  counts_.oversized += oversized ? 1 : 0;
  counts_.incomplete += oversized || rejoined.state == Rejoined::State::whole ? 0 : 1;
  held_.emplace_back(report_of(std::move(rejoined), container));
  std::push_heap(held_.begin(), held_.end(), [this](const KeptReport& one, const KeptReport& other) {
    return comes_before(other.time(), one.time());
  });
}

/// Whether nothing that still waits can come before the first report that is held.
bool ReportStream::releasable() const {
  if (held_.empty()) {
    return false;
  }
  if (held_.size() > kHeld || KeptReport::crowded() || by_age_.empty()) {
    return true;
  }
  const std::int64_t first =
      direction_ == Direction::oldest_first ? by_age_.begin()->first : by_age_.rbegin()->first;
  return !comes_before(first, held_.front().time());
}

void ReportStream::give_up_before(std::int64_t time) {
  while (!by_age_.empty() && by_age_.begin()->first < time) {
    give_up(*by_age_.begin()->second);
  }
}

void ReportStream::finish() {
  while (!by_age_.empty()) {
    give_up(*by_age_.begin()->second);
  }
  finished_ = true;
}

/// Whoever makes most of it wait, waits least.
void ReportStream::shrink() {
  while (all().bytes > kAllWriters) {
    const auto [size, stream, writer] = *all().by_size.rbegin();
    stream->give_up(*writer);
  }
}

ReportCounts ReportStream::counts() const {
  ReportCounts counts = counts_;
  for (const auto& [container, writer] : writers_) {
    counts.orphaned += writer.rejoiner->orphaned_parts();
  }
  return counts;
}

}  // namespace cel
