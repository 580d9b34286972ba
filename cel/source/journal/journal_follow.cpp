// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <chrono>
#include <utility>

#include "cel/base/fd.h"
#include "cel/source/journal/journal.h"
#include "cel/source/journal/journal_reader.h"

namespace cel {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;
constexpr std::int64_t kPatience = 2 * kMicroseconds;  // for the rest of a line that an engine has split

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Json before_entry(const std::string& cursor) { return Json{{"before", cursor}}; }
Json after_entry(const std::string& cursor) { return Json{{"after", cursor}}; }

/// The journal as it grows. A position is {"before": CURSOR} or {"after": CURSOR} of an entry, or {"time": …}
/// in microseconds where there was no entry yet. Instead of an entry that was vacuumed meanwhile, reading
/// begins at the first one that came later.
class JournalLog : public FollowedLog {
 public:
  explicit JournalLog(std::shared_ptr<JournalReader> reader) : reader_(std::move(reader)) {}

  Result<void> seek(const Json& position) {
    const std::string_view before = string_at(position, "before").value_or("");
    const std::string cursor(before.empty() ? string_at(position, "after").value_or("") : before);
    if (cursor.empty()) {
      const std::uint64_t time = number_at(position, "time").value_or(0);
      return status_of(sd_journal_seek_realtime_usec(journal(), time), position);
    }
    int status = sd_journal_seek_cursor(journal(), cursor.c_str());
    if (status >= 0) {
      status = sd_journal_next(journal());
    }
    // Standing at the entry itself, or at the first after it.
    stands_ = status > 0 && (!before.empty() || sd_journal_test_cursor(journal(), cursor.c_str()) <= 0);
    return status_of(status, position);
  }

  Result<void> seek_end() {
    int status = sd_journal_seek_tail(journal());
    if (status >= 0) {
      status = sd_journal_previous(journal());
    }
    if (status == 0) {
      return seek(Json{{"time", now()}});
    }
    return status_of(status, after_entry(journal_cursor(journal())));
  }

  Result<bool> read(LogLine& line) override {
    for (;;) {
      const int moved = std::exchange(stands_, false) ? 1 : sd_journal_next(journal());
      if (std::string problem = moved <= 0 ? cut_off(reader_->files()) : ""; moved < 0 || !problem.empty()) {
        return Error{problem.empty() ? "cannot go on reading the journal: " + errno_text(-moved) : problem};
      }
      if (moved == 0) {
        remember_place();
        return false;
      }
      Result<JournalReader::Entry> entry = reader_->read(line);
      if (!entry) {
        return Error{entry.error()};
      }
      if (*entry == JournalReader::Entry::unfinished && now() - line.time < kPatience) {
        stands_ = true;  // to be read again
        position_ = before_entry(journal_cursor(journal()));
        return false;
      }
      passed_ = true;
      if (*entry != JournalReader::Entry::other) {
        return true;
      }
    }
  }

  Json line_position() const override { return before_entry(journal_cursor(journal())); }

  Json position() const override {
    const std::string cursor = passed_ ? journal_cursor(journal()) : "";
    return cursor.empty() ? position_ : after_entry(cursor);
  }

  bool over() const override { return false; }

 private:
  sd_journal* journal() const { return reader_->handle(); }

  Result<void> status_of(int status, Json position) {
    position_ = std::move(position);
    return status < 0 ? Result<void>(Error{"cannot read the journal: " + errno_text(-status)})
                      : Result<void>();
  }

  /// The entry that the journal stands at may be vacuumed away while nothing new comes.
  void remember_place() {
    position_ = position();
    passed_ = false;
  }

  std::shared_ptr<JournalReader> reader_;
  Json position_;        // when the entry that the journal stands at does not tell
  bool passed_ = false;  // whether it does: that entry was read
  bool stands_ = false;  // whether that entry is the next to read
};

class JournalWatch : public LogWatch {
 public:
  JournalWatch(std::shared_ptr<JournalReader> reader, std::string key, std::int64_t since)
      : reader_(std::move(reader)), key_(std::move(key)), since_(since) {
    descriptor_ = sd_journal_get_fd(reader_->handle());
  }

  Result<Logs> appeared(const Positions& positions) override {
    Logs logs;
    if (!std::exchange(given_, true)) {
      auto log = std::make_unique<JournalLog>(reader_);
      const auto position = positions.find(key_);
      Result<void> sought = position != positions.end() ? log->seek(position->second)
                            : since_ > 0                ? log->seek(Json{{"time", since_}})
                                                        : log->seek_end();
      if (!sought) {
        return Error{sought.error()};
      }
      logs.emplace(key_, std::move(log));
    }
    return logs;
  }

  int descriptor() const override { return descriptor_ < 0 ? -1 : descriptor_; }

  void woken() override { reader_->refresh(); }

  bool over() const override { return false; }

 private:
  std::shared_ptr<JournalReader> reader_;
  std::string key_;
  std::int64_t since_;
  int descriptor_ = -1;
  bool given_ = false;
};

}  // namespace

Result<std::unique_ptr<LogWatch>> follow_journal(const JournalPlace& place, const Wanted& wanted) {
  Result<std::unique_ptr<JournalReader>> reader = JournalReader::open(place, wanted);
  if (!reader) {
    return Error{reader.error()};
  }
  std::string key = "journal";
  for (const std::string& path : place.paths) {
    key += ':' + path;
  }
  return std::unique_ptr<LogWatch>(
      std::make_unique<JournalWatch>(std::move(*reader), std::move(key), wanted.since));
}

}  // namespace cel
