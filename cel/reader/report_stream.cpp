// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/report_stream.h"

#include <algorithm>
#include <utility>

#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr RejoinLimits kOneWriter{
    .record_bytes = 16U << 20U, .pending_bytes = 8U << 20U, .pending_records = 1024, .remembered_ids = 1024};
constexpr std::size_t kAllWriters = 24U << 20U;        // bytes that wait for parts, of all containers
constexpr std::size_t kWriters = 256;                  // that are kept though nothing of theirs waits
constexpr std::size_t kHeld = 256;                     // reports held back for the sake of their order
constexpr std::int64_t kPatience = 300LL * 1'000'000;  // microseconds; a stalled log may part a report so far
constexpr std::int64_t kMicroseconds = 1'000'000;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
constexpr std::size_t kIdDigits = 32;

/// The time that a record claims, in microseconds; ABRT's Python 3 hook sends it as a string.
std::int64_t claimed_time(const Json& record) {
  std::optional<std::uint64_t> seconds = number_at(record, "time");
  if (!seconds) {
    const std::string_view text = string_at(record, "time").value_or("");
    seconds = whole_number(text.substr(0, text.find('.')), 0, kLastSecond);
  }
  return seconds && *seconds <= kLastSecond ? static_cast<std::int64_t>(*seconds) * kMicroseconds : 0;
}

bool is_id(std::string_view text) {
  return text.size() == kIdDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string id_of(const Json& record) {
  const std::string_view own = string_at(record, "id").value_or("");
  return is_id(own) ? std::string(own) : hex(sha256(to_line(record)).data(), kIdDigits / 2);
}

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
  Report report;
  report.id = id_of(rejoined.record);
  report.time = rejoined.stamp != 0 ? rejoined.stamp : claimed_time(rejoined.record);
  report.container = container;
  report.record = std::move(rejoined.record);
  report.state = rejoined.state;
  report.parts = rejoined.parts;
  report.parts_present = rejoined.parts_present;
  held_.push_back(std::move(report));
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
