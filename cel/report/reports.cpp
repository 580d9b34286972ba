// SPDX-License-Identifier: Apache-2.0
#include "cel/report/reports.h"

#include <algorithm>
#include <utility>

namespace cel {
Reports::Reports(std::vector<std::unique_ptr<Source>> sources, Wanted wanted, Match match)
    : wanted_(std::move(wanted)), match_(std::move(match)), fold_(wanted_.direction, wanted_.tracebacks) {
  for (std::unique_ptr<Source>& source : sources) {
    streams_.push_back(std::make_unique<OrderedReports>(std::move(source), wanted_));
  }
}

bool Reports::next(Report& report) {
  while (!fold_.next(report)) {
    if (!next_in_order(report)) {
      fold_.finish();
      return fold_.next(report);
    }
    if (!folds_ || fold_.passes(report)) {
      return true;
    }
  }
  return true;
}

bool Reports::next_in_order(Report& report) {
  const auto order = [this](const Waiting& one, const Waiting& other) { return in_order(other, one); };
  if (!std::exchange(started_, true)) {
    for (const auto& stream : streams_) {
      add_next_of(*stream);
    }
  }
  while (!waiting_.empty()) {
    std::pop_heap(waiting_.begin(), waiting_.end(), order);
    Waiting first = std::move(waiting_.back());
    waiting_.pop_back();
    add_next_of(*first.stream);
    report = first.report.take();
    if (wanted(report) && !seen_.seen_before(report.id, report.content, *report.container)) {
      return true;
    }
  }
  return false;
}

void Reports::add_next_of(OrderedReports& stream) {
  Report report;
  Result<bool> more = stream.next(report);
  if (!more) {
    problems_.push_back(more.error());
    more = false;
  }
  if (!*more) {
    stream.finish();
    more = stream.next(report);
  }
  if (*more) {
    waiting_.push_back(Waiting{KeptReport(std::move(report)), &stream});
    std::push_heap(waiting_.begin(), waiting_.end(),
                   [this](const Waiting& one, const Waiting& other) { return in_order(other, one); });
  }
}

bool Reports::in_order(const Waiting& one, const Waiting& other) const {
  return wanted_.direction == Direction::oldest_first ? one.report.time() < other.report.time()
                                                      : one.report.time() > other.report.time();
}

bool Reports::wanted(const Report& report) const {
  return report.time >= wanted_.since && report.time <= wanted_.until && match_(report);
}

ReportCounts Reports::report_counts() const {
  ReportCounts sum;
  for (const auto& stream : streams_) {
    const ReportCounts counts = stream->counts();
    sum.reports += counts.reports;
    sum.incomplete += counts.incomplete;
    sum.torn += counts.torn;
    sum.orphaned += counts.orphaned;
    sum.oversized += counts.oversized;
  }
  return sum;
}

SourceCounts Reports::source_counts() const {
  SourceCounts sum;
  for (const auto& stream : streams_) {
    const SourceCounts counts = stream->source().counts();
    sum.bytes += counts.bytes;
    sum.overlong += counts.overlong;
    sum.malformed += counts.malformed;
    sum.lost += counts.lost;
  }
  return sum;
}

}  // namespace cel
