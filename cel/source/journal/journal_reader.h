// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cel/source/journal/journal_entry.h"
#include "cel/source/journal/journal_files.h"
#include "cel/source/journal/journal_partials.h"

namespace cel {

/// Makes lines of a journal's entries, one at a time.
class JournalReader {
 public:
  static Result<std::unique_ptr<JournalReader>> open(const JournalPlace& place, const Wanted& wanted);

  enum class Entry : std::uint8_t {
    other,       ///< nothing with the tag
    line,        ///< `line` holds it
    unfinished,  ///< `line` holds what there is of a line that an engine has not sent all of yet
  };

  /// Reads the entry that handle() stands at. `line` is valid until the next call.
  Result<Entry> read(LogLine& line);

  /// Takes in what has happened to the journal's files since it was opened.
  void refresh();

  sd_journal* handle() const { return handle_.get(); }
  const JournalFiles& files() const { return files_; }
  const SourceCounts& counts() const { return counts_; }

 private:
  JournalReader(JournalFiles files, JournalHandle handle, const Wanted& wanted);
  bool has_mark(std::string_view message) const;
  bool begins_mark_at_end(std::string_view message) const;

  JournalFiles files_;
  JournalHandle handle_;
  bool every_line_;
  std::string mark_;  // what every line that is wanted has: of ours the tag, and how a record begins
  JournalWriters writers_;
  JournalPartials partials_;
  SourceCounts counts_;
  std::string text_;
};

}  // namespace cel
