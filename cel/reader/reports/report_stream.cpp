// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/reports/report_stream.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr RejoinLimits kOneWriter{
    .record_bytes = 16U << 20U, .pending_bytes = 8U << 20U, .pending_records = 1024, .remembered_ids = 1024};
constexpr std::size_t kAllWriters = 24U << 20U;        // bytes that wait for parts, of all containers
constexpr std::size_t kWriters = 256;                  // that are kept though nothing of theirs waits
constexpr std::size_t kHeld = 256;                     // reports held back for the sake of their order
constexpr std::int64_t kPatience = 300LL * 1'000'000;  // microseconds; a stalled log may part a report so far

}  // namespace

ReportStream::ReportStream(std::unique_ptr<Source> source, const Wanted& wanted)
    : source_(std::move(source)), direction_(wanted.direction), tag_(wanted.tag) {}

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
  std::pop_heap(held_.begin(), held_.end(), [this](const Report& one, const Report& other) {
    return comes_before(other.time, one.time);
  });
  report = std::move(held_.back());
  held_.pop_back();
  return true;
}

void ReportStream::take(const LogLine& line) {
  give_up_if([&](std::int64_t arrived) { return std::abs(line.time - arrived) > kPatience; });
  if (line.bare) {
    std::optional<Json> record = parse_json(line.text);
    if (record && record->is_object()) {
      keep(Rejoined{std::move(*record), Rejoined::State::whole, 0, 0, line.time}, line.container);
    } else {
      ++counts_.torn;
    }
    return;
  }
  if (writer_of(line.container).rejoiner->feed(line.text, line.time) == line.text.size()) {
    ++counts_.torn;
  }
  shrink();
}

ReportStream::Writer& ReportStream::writer_of(const std::shared_ptr<const Container>& container) {
  const auto known = writers_.find(container.get());
  if (known != writers_.end()) {
    return known->second;
  }
  if (writers_.size() >= kWriters) {
    std::erase_if(writers_, [&](const auto& writer) {
      counts_.orphaned +=
          writer.second.rejoiner->pending_bytes() == 0 ? writer.second.rejoiner->orphaned_parts() : 0;
      return writer.second.rejoiner->pending_bytes() == 0;
    });
  }
  Writer writer{container, nullptr};
  writer.rejoiner = std::make_unique<Rejoiner>(
      tag_, [this, container](Rejoined rejoined) { keep(std::move(rejoined), container); }, kOneWriter);
  return writers_[container.get()] = std::move(writer);
}

void ReportStream::keep(Rejoined rejoined, const std::shared_ptr<const Container>& container) {
  ++counts_.reports;
  counts_.incomplete += rejoined.state == Rejoined::State::whole ? 0 : 1;
  held_.push_back(report_of(std::move(rejoined), container));
  std::push_heap(held_.begin(), held_.end(), [this](const Report& one, const Report& other) {
    return comes_before(other.time, one.time);
  });
}

/// Whether nothing that still waits can come before the first report that is held.
bool ReportStream::releasable() const {
  if (held_.empty()) {
    return false;
  }
  const auto waits_before = [&](const auto& writer) {
    const auto arrived = writer.second.rejoiner->oldest_pending();
    return arrived && comes_before(*arrived, held_.front().time);
  };
  return held_.size() > kHeld || std::none_of(writers_.begin(), writers_.end(), waits_before);
}

void ReportStream::give_up_if(const std::function<bool(std::int64_t)>& condition) {
  for (auto& [container, writer] : writers_) {
    while (writer.rejoiner->oldest_pending() && condition(*writer.rejoiner->oldest_pending())) {
      writer.rejoiner->give_up_oldest();
    }
  }
}

void ReportStream::give_up_before(std::int64_t time) {
  give_up_if([&](std::int64_t arrived) { return arrived < time; });
}

void ReportStream::finish() {
  give_up_if([](std::int64_t) { return true; });
  finished_ = true;
}

/// Whoever makes most of it wait, waits least.
void ReportStream::shrink() {
  std::size_t waiting = 0;
  Rejoiner* largest = nullptr;
  for (auto& [container, writer] : writers_) {
    waiting += writer.rejoiner->pending_bytes();
    if (largest == nullptr || writer.rejoiner->pending_bytes() > largest->pending_bytes()) {
      largest = writer.rejoiner.get();
    }
  }
  while (waiting > kAllWriters && largest->oldest_pending()) {
    const std::size_t before = largest->pending_bytes();
    largest->give_up_oldest();
    waiting -= before - largest->pending_bytes();
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
