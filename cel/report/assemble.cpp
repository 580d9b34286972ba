// SPDX-License-Identifier: Apache-2.0
#include "cel/report/assemble.h"

namespace cel {
namespace {

constexpr RejoinLimits kLimitsOfWriter{
    .record_bytes = 4U << 20U, .pending_bytes = 8U << 20U, .pending_records = 1024, .remembered_ids = 256};
constexpr std::size_t kAllWriters = 16U << 20U;  // bytes that wait for parts, of all logs' containers
constexpr std::size_t kIdleWriters = 256;        // that are kept though nothing of theirs waits
constexpr std::size_t kMostWriters = 1024;       // that have anything waiting

}  // namespace

Assembler::Assembler(std::string tag, Receiver receiver)
    : tag_(std::move(tag)), receiver_(std::move(receiver)) {}

Assembler::~Assembler() {
  for (const auto& [age, writer] : by_age_) {
    all().by_size.erase({writer->waiting, this, writer});
    all().bytes -= writer->waiting;
  }
}

Assembler::AllWaiting& Assembler::all() {
  static AllWaiting all;
  return all;
}

void Assembler::take(const LogLine& line, std::int64_t stamp) {
  Writer& writer = writer_of(line.container);
  const bool ours = line.bare ? writer.rejoiner->feed_bare(line.text, stamp)
                              : writer.rejoiner->feed(line.text, stamp) < line.text.size();
  counts_.torn += ours ? 0 : 1;
  account(writer);
  shrink();
}

Assembler::Writer& Assembler::writer_of(const std::shared_ptr<const Container>& container) {
  const auto known = writers_.find(container.get());
  if (known != writers_.end()) {
    return known->second;
  }
  if (writers_.size() >= kIdleWriters + by_age_.size()) {
    forget_idle_writers();
  }
  while (by_age_.size() >= kMostWriters) {
    give_up_oldest();
  }
  Writer writer{container, nullptr, {}, 0};
  writer.rejoiner = std::make_unique<Rejoiner>(
      tag_, [this, container](Rejoined rejoined) { receive(std::move(rejoined), container); },
      kLimitsOfWriter);
  return writers_[container.get()] = std::move(writer);
}

void Assembler::forget_idle_writers() {
  std::erase_if(writers_, [&](const auto& writer) {
    const bool idle = !writer.second.oldest.has_value();
    counts_.orphaned += idle ? writer.second.rejoiner->orphaned_parts() : 0;
    return idle;
  });
}

void Assembler::receive(Rejoined rejoined, const std::shared_ptr<const Container>& container) {
  ++counts_.reports;
  const bool oversized = rejoined.state == Rejoined::State::oversized;
  counts_.oversized += oversized ? 1 : 0;
  counts_.incomplete += oversized || rejoined.state == Rejoined::State::whole ? 0 : 1;
  receiver_(std::move(rejoined), container);
}

/// Brings by_age_ and all() up to date.
void Assembler::account(Writer& writer) {
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

void Assembler::give_up(Writer& writer) {
  writer.rejoiner->give_up_oldest();
  account(writer);
}

std::optional<std::int64_t> Assembler::oldest() const {
  return by_age_.empty() ? std::nullopt : std::optional(by_age_.begin()->first);
}

std::optional<std::int64_t> Assembler::newest() const {
  return by_age_.empty() ? std::nullopt : std::optional(by_age_.rbegin()->first);
}

void Assembler::give_up_oldest() { give_up(*by_age_.begin()->second); }

void Assembler::give_up_newest() { give_up(*by_age_.rbegin()->second); }

void Assembler::shrink() {
  while (all().bytes > kAllWriters) {
    const auto [size, assembler, writer] = *all().by_size.rbegin();
    assembler->give_up(*writer);
  }
}

ReportCounts Assembler::counts() const {
  ReportCounts counts = counts_;
  for (const auto& [container, writer] : writers_) {
    counts.orphaned += writer.rejoiner->orphaned_parts();
  }
  return counts;
}

}  // namespace cel
