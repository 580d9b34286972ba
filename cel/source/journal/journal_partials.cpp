// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_partials.h"

#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kLongestMessage = 2U << 20U;  // bytes
constexpr std::size_t kMostEntries = 4096;          // that are looked at for one line
constexpr std::uint64_t kMostPieces = 1U << 30U;
constexpr std::size_t kMostTaken = 65'536;  // pieces of lines that came out

// In bytes of messages: looking at an entry costs as much as so many bytes, and each entry that is read
// allows to look at so many more.
constexpr std::size_t kPieceCost = 64;
constexpr std::size_t kPiecesAhead = 8;

std::string text_of(sd_journal* journal, const char* name) {
  return std::string(journal_field(journal, name).value_or(""));
}

std::uint64_t ordinal(sd_journal* journal) {
  return whole_number(text_of(journal, "CONTAINER_PARTIAL_ORDINAL"), 1, kMostPieces).value_or(0);
}

/// Moves `ahead` to the entry of a cursor, among those of `match`.
bool align(sd_journal* ahead, const std::string& cursor, const std::string& match) {
  sd_journal_flush_matches(ahead);
  return !cursor.empty() && sd_journal_add_match(ahead, match.data(), match.size()) >= 0 &&
         sd_journal_seek_cursor(ahead, cursor.c_str()) >= 0 && sd_journal_next(ahead) > 0 &&
         sd_journal_test_cursor(ahead, cursor.c_str()) > 0;
}

std::size_t hash_of_place(sd_journal* journal) { return std::hash<std::string>()(journal_cursor(journal)); }

}  // namespace

bool is_partial(sd_journal* journal) { return text_of(journal, "CONTAINER_PARTIAL_MESSAGE") == "true"; }

void JournalPartials::earn(std::size_t size) {
  credit_ += static_cast<std::int64_t>(kPiecesAhead * (kPieceCost + size));
}

bool JournalPartials::spend(std::size_t size) {
  credit_ -= static_cast<std::int64_t>(kPieceCost + size);
  return credit_ >= 0;
}

bool JournalPartials::has_taken(sd_journal* journal) const {
  return !taken_.empty() && taken_.contains(hash_of_place(journal));
}

/// Remembers the entry that the view stands at as a piece of a line that came out.
void JournalPartials::take() {
  const std::size_t hash = hash_of_place(ahead_.get());
  if (!taken_.insert(hash).second) {
    return;
  }
  taken_order_.push_back(hash);
  if (taken_order_.size() > kMostTaken) {
    taken_.erase(taken_order_.front());
    taken_order_.pop_front();
  }
}

Result<void> JournalPartials::open_ahead() {
  if (!ahead_) {
    Result<JournalHandle> opened = open_journal_files(files_);
    if (!opened) {
      return Error{opened.error()};
    }
    ahead_ = std::move(*opened);
  }
  return {};
}

/// Whether the entry is of the line. Any process may send the same fields: only the engine's entries count.
bool JournalPartials::is_of(const Line& line) const {
  return text_of(ahead_.get(), "PRIORITY") == line.priority &&
         line.writers.writer_of(ahead_.get()) == line.container;
}

/// Puts the pieces before the one that the view stands at in front of `text`, from the first on in which a
/// line may begin.
void JournalPartials::take_in_before(const Line& line, std::string& text, std::int64_t& time) {
  std::vector<std::string> pieces;
  std::size_t wanted = 0;  // of the pieces
  std::uint64_t next = line.id.empty() ? 0 : ordinal(ahead_.get());
  std::size_t size = text.size();
  for (std::size_t entries = 0; entries < kMostEntries && sd_journal_previous(ahead_.get()) > 0; ++entries) {
    if (!spend(0)) {
      break;
    }
    if (!is_of(line)) {
      continue;
    }
    if (line.id.empty() ? !is_partial(ahead_.get()) : ordinal(ahead_.get()) + 1 != next) {
      break;  // another line's
    }
    next -= line.id.empty() ? 0 : 1;
    const std::string_view message = journal_field(ahead_.get(), "MESSAGE").value_or("");
    size += message.size();
    if (!spend(message.size()) || size > kLongestMessage) {
      break;
    }
    pieces.emplace_back(message);
    if (may_begin_(message)) {
      wanted = pieces.size();
      time = journal_time(ahead_.get());
    }
    take();
  }
  std::string before;
  for (std::size_t i = wanted; i-- > 0;) {
    before += pieces[i];
  }
  text.insert(0, before);
}

/// Appends the pieces behind the one that the view stands at.
JournalPartials::Found JournalPartials::take_in_rest(const Line& line, Unfinished& piece) {
  for (std::size_t entries = 0; sd_journal_next(ahead_.get()) > 0; ++entries) {
    if (entries == kMostEntries || piece.text.size() > kLongestMessage || !spend(0)) {
      return Found::overlong;
    }
    if (!is_of(line)) {
      continue;
    }
    if (!line.id.empty() && ordinal(ahead_.get()) != piece.ordinal + 1) {
      break;  // a piece is missing
    }
    ++piece.ordinal;
    const std::string_view message = journal_field(ahead_.get(), "MESSAGE").value_or("");
    if (!spend(message.size())) {
      return Found::overlong;
    }
    piece.text += message;
    take();
    if (!is_partial(ahead_.get())) {
      return Found::whole;
    }
    piece.last = journal_cursor(ahead_.get());
  }
  return Found::unfinished;
}

Result<JournalPartials::Found> JournalPartials::complete(sd_journal* journal,
                                                         const std::shared_ptr<const Container>& container,
                                                         JournalWriters& writers, std::string& text,
                                                         std::int64_t& time) {
  if (Result<void> opened = open_ahead(); !opened) {
    return Error{opened.error()};
  }
  const std::string id = text_of(journal, "CONTAINER_PARTIAL_ID");  // dockerd's name for the line
  const Line line{id.empty() ? "CONTAINER_ID_FULL=" + container->id : "CONTAINER_PARTIAL_ID=" + id, id,
                  text_of(journal, "PRIORITY"), container, writers};
  const std::string cursor = journal_cursor(journal);
  Unfinished piece;
  if (!cursor.empty() && cursor == unfinished_.first) {
    piece = std::move(unfinished_);
  } else {
    piece = Unfinished{cursor, cursor, ordinal(journal), std::move(text)};
    if (direction_ == Direction::newest_first && align(ahead_.get(), cursor, line.match)) {
      take_in_before(line, piece.text, time);
    }
  }
  unfinished_ = {};
  const Found found =
      align(ahead_.get(), piece.last, line.match) ? take_in_rest(line, piece) : Found::unfinished;
  text = piece.text;
  if (found == Found::unfinished) {
    unfinished_ = std::move(piece);
  }
  return found;
}

}  // namespace cel
