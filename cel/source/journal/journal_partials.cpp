// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_partials.h"

#include "cel/base/text.h"

namespace cel {
namespace {

// Beyond these the entries that follow are not looked at: each hit of a hostile container costs as much.
constexpr std::size_t kLongestMessage = 2U << 20U;  // bytes
constexpr std::size_t kMostEntries = 4096;
constexpr std::uint64_t kMostPieces = 1U << 30U;

std::string text_of(sd_journal* journal, const char* name) {
  return std::string(journal_field(journal, name).value_or(""));
}

std::uint64_t ordinal(sd_journal* journal) {
  return whole_number(text_of(journal, "CONTAINER_PARTIAL_ORDINAL"), 1, kMostPieces).value_or(0);
}

/// Moves `ahead` to the entry that `journal` stands at, among those of `match`.
bool align(sd_journal* ahead, sd_journal* journal, const std::string& match) {
  const std::string cursor = journal_cursor(journal);
  sd_journal_flush_matches(ahead);
  return !cursor.empty() && sd_journal_add_match(ahead, match.data(), match.size()) >= 0 &&
         sd_journal_seek_cursor(ahead, cursor.c_str()) >= 0 && sd_journal_next(ahead) > 0 &&
         sd_journal_test_cursor(ahead, cursor.c_str()) > 0;
}

}  // namespace

bool is_partial(sd_journal* journal) { return text_of(journal, "CONTAINER_PARTIAL_MESSAGE") == "true"; }

Result<JournalPartials::Found> JournalPartials::complete(sd_journal* journal,
                                                         const std::shared_ptr<const Container>& container,
                                                         JournalWriters& writers, std::string& text) {
  if (!ahead_) {
    Result<JournalHandle> opened = open_journal_files(files_);
    if (!opened) {
      return Error{opened.error()};
    }
    ahead_ = std::move(*opened);
  }
  const std::string line = text_of(journal, "CONTAINER_PARTIAL_ID");  // dockerd's name for it
  const std::string match =
      line.empty() ? "CONTAINER_ID_FULL=" + container->id : "CONTAINER_PARTIAL_ID=" + line;
  const std::string priority = text_of(journal, "PRIORITY");
  std::uint64_t last = ordinal(journal);
  bool more = align(ahead_.get(), journal, match);
  for (std::size_t entries = 0; more && sd_journal_next(ahead_.get()) > 0; ++entries) {
    if (entries == kMostEntries || text.size() > kLongestMessage) {
      return Found::overlong;
    }
    // Anybody may send fields of the same values: the line is the engine's alone.
    if (text_of(ahead_.get(), "PRIORITY") != priority || writers.writer_of(ahead_.get()) != container) {
      continue;
    }
    if (!line.empty() && ordinal(ahead_.get()) != ++last) {
      break;  // a piece is missing
    }
    text += journal_field(ahead_.get(), "MESSAGE").value_or("");
    more = is_partial(ahead_.get());
    if (!more) {
      return Found::whole;
    }
  }
  ahead_.reset();  // what it does not see yet, a new one will
  return Found::unfinished;
}

}  // namespace cel
