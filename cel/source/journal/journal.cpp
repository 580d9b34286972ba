// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal.h"

#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "cel/base/fd.h"
#include "cel/source/journal/journal_reader.h"

namespace cel {
namespace {

class Journal : public Source {
 public:
  Journal(std::unique_ptr<JournalReader> reader, const Wanted& wanted)
      : reader_(std::move(reader)), wanted_(wanted) {}

  Result<bool> next(LogLine& line) override {
    const bool forward = wanted_.direction == Direction::oldest_first;
    while (!ended_) {
      const int moved = forward ? sd_journal_next(reader_->handle()) : sd_journal_previous(reader_->handle());
      if (moved < 0) {
        ended_ = true;
        const std::string problem = cut_off(reader_->files());
        return Error{problem.empty() ? "cannot go on reading the journal: " + errno_text(-moved) : problem};
      }
      if (moved == 0 || passed_end()) {
        break;
      }
      Result<JournalReader::Entry> entry = reader_->read(line);
      if (!entry) {
        ended_ = true;
        return Error{entry.error()};
      }
      if (*entry != JournalReader::Entry::other) {
        return true;
      }
    }
    std::string problem;
    if (!std::exchange(ended_, true)) {
      problem = cut_off(reader_->files());
      problem = problem.empty() ? unreadable(reader_->files()) : problem;
    }
    return problem.empty() ? Result<bool>(false) : Error{problem};
  }

  SourceCounts counts() const override { return reader_->counts(); }

 private:
  /// Whether the entry is beyond the last that is wanted. Times are looked at only where there is a limit.
  bool passed_end() const {
    if (wanted_.direction == Direction::oldest_first) {
      return wanted_.until != kForever && journal_time(reader_->handle()) > wanted_.until;
    }
    return wanted_.since > 0 && journal_time(reader_->handle()) < wanted_.since;
  }

  static constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

  std::unique_ptr<JournalReader> reader_;
  Wanted wanted_;
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<Source>> open_journal(const JournalPlace& place, const Wanted& wanted) {
  Result<std::unique_ptr<JournalReader>> reader = JournalReader::open(place, wanted);
  if (!reader) {
    return Error{reader.error()};
  }
  sd_journal* journal = (*reader)->handle();
  const bool forward = wanted.direction == Direction::oldest_first;
  int status = 0;
  if (forward && wanted.since > 0) {
    status = sd_journal_seek_realtime_usec(journal, static_cast<std::uint64_t>(wanted.since));
  } else if (!forward && wanted.until != std::numeric_limits<std::int64_t>::max()) {
    status = sd_journal_seek_realtime_usec(journal, static_cast<std::uint64_t>(wanted.until) + 1);
  } else {
    status = forward ? sd_journal_seek_head(journal) : sd_journal_seek_tail(journal);
  }
  if (status < 0) {
    return Error{"cannot read the journal: " + errno_text(-status)};
  }
  return std::unique_ptr<Source>(std::make_unique<Journal>(std::move(*reader), wanted));
}

}  // namespace cel
