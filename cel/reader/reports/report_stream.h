// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cel/reader/reports/kept_report.h"
#include "cel/reader/reports/report.h"
#include "cel/source/lines/source.h"
#include "cel/wire/rejoin.h"

namespace cel {

/// What became of the lines that were read, for the summary on stderr.
struct ReportCounts {
  std::uint64_t reports = 0;
  std::uint64_t incomplete = 0;  ///< of these, shown from their head, since parts are missing or damaged
  std::uint64_t torn = 0;        ///< lines with the tag, but no record after it
  std::uint64_t orphaned = 0;    ///< parts whose head is missing
  std::uint64_t oversized = 0;  ///< of the reports, shown from their head, since they are larger than is read
};

/// The reports of one source, by time as far as the log itself is in order: a report comes when its last part
/// was read, and what was complete before it, but came after it, is held back so long. What waits is bounded
/// by time, by number and, of all streams together, by bytes; parts of one container never complete another
/// container's report.
class ReportStream {
 public:
  ReportStream(std::unique_ptr<Source> source, const Wanted& wanted);
  ReportStream(const ReportStream&) = delete;
  ReportStream& operator=(const ReportStream&) = delete;
  ~ReportStream();

  /// The next report; false when the source has no more, for now or at all. An error is the source's.
  Result<bool> next(Report& report);

  /// Makes next() hand out what still waits for parts, as far as it came, and then end: the source is not
  /// read any more.
  void finish();

  /// The same for what was first heard of before `time` (microseconds).
  void give_up_before(std::int64_t time);

  ReportCounts counts() const;
  const Source& source() const { return *source_; }

 private:
  struct Writer {
    std::shared_ptr<const Container> container;
    std::unique_ptr<Rejoiner> rejoiner;
    std::optional<std::int64_t> oldest;  // as by_age_ has it
    std::size_t waiting = 0;             // as by_size_ has it
  };

  /// What waits in all streams of the process.
  struct AllWaiting {
    std::set<std::tuple<std::size_t, ReportStream*, Writer*>> by_size;
    std::size_t bytes = 0;
  };
  static AllWaiting& all();

  void take(const LogLine& line);
  Writer& writer_of(const std::shared_ptr<const Container>& container);
  void keep(Rejoined rejoined, const std::shared_ptr<const Container>& container);
  static void shrink();
  bool comes_before(std::int64_t time, std::int64_t other) const;
  bool releasable() const;
  void account(Writer& writer);
  void give_up(Writer& writer);
  void forget_idle_writers();

  std::unique_ptr<Source> source_;
  Direction direction_;
  std::string tag_;
  std::unordered_map<const Container*, Writer> writers_;
  std::set<std::pair<std::int64_t, Writer*>> by_age_;  // those with something that waits, by when it came
  std::vector<KeptReport> held_;                       // a heap, the next one at its front
  bool finished_ = false;
  ReportCounts counts_;
};

}  // namespace cel
