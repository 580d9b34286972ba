// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "cel/source/journal/journal_entry.h"
#include "cel/source/journal/journal_files.h"

namespace cel {

/// Puts lines together again that an engine split into several entries: dockerd's by CONTAINER_PARTIAL_ID and
/// _ORDINAL, conmon's (and a dockerd's before 19.03) by the next entries of the same container and priority.
/// Each entry belongs to one line only, and what looking ahead costs is paid for by what was read before: the
/// whole stays linear, whatever the journal holds.
class JournalPartials {
 public:
  /// Whether a piece's text holds the tag, or ends within it, so that a line of ours may begin there.
  using MayBegin = std::function<bool(std::string_view message)>;

  JournalPartials(const JournalFiles& files, Direction direction, MayBegin may_begin)
      : files_(files), direction_(direction), may_begin_(std::move(may_begin)) {}

  /// Tells that an entry with a message of so many bytes was read.
  void earn(std::size_t size);

  /// The journal may have grown or been rotated: complete() looks at it anew.
  void refresh() { ahead_.reset(); }

  /// Whether the entry that `journal` stands at is a piece of a line that complete() gave before.
  bool has_taken(sd_journal* journal) const;

  enum class Found : std::uint8_t {
    whole,       ///< `text` is the line, or the rest of it
    unfinished,  ///< the journal ends, or the engine gave up, before the line does: `text` is what there is
    overlong,    ///< longer than any line of ours: `text` is a part of it
  };

  /// `text` is the MESSAGE of the entry that `journal` stands at, a piece of a split line; it becomes the
  /// line from its first piece on in which it may begin (when reading from the newest end, else from this
  /// piece), and `time` the time of that piece. The journal stays where it stands. `writers` must have made
  /// `container`. A line that was unfinished may be asked for again.
  Result<Found> complete(sd_journal* journal, const std::shared_ptr<const Container>& container,
                         JournalWriters& writers, std::string& text, std::int64_t& time);

 private:
  /// Which entries make up a line.
  struct Line {
    std::string match;
    std::string id;  // dockerd's
    std::string priority;
    const std::shared_ptr<const Container>& container;
    JournalWriters& writers;
  };
  /// What is known of a line whose rest has not come yet.
  struct Unfinished {
    std::string first;  // cursors
    std::string last;
    std::uint64_t ordinal = 0;
    std::string text;
  };

  Result<void> open_ahead();
  bool is_of(const Line& line) const;
  void take_in_before(const Line& line, std::string& text, std::int64_t& time);
  Found take_in_rest(const Line& line, Unfinished& piece);
  bool spend(std::size_t size);
  void take();

  const JournalFiles& files_;
  Direction direction_;
  MayBegin may_begin_;
  JournalHandle ahead_;  // a second view of the journal, which walks ahead
  std::int64_t credit_ = std::int64_t{4} << 20U;
  Unfinished unfinished_;
  std::unordered_set<std::size_t> taken_;  // hashes of cursors
  std::deque<std::size_t> taken_order_;
};

/// Whether the entry that `journal` stands at is a piece of a line that goes on in another entry.
bool is_partial(sd_journal* journal);

}  // namespace cel
