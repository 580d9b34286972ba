// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemd/sd-journal.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/journal/journal.h"

namespace cel {

struct CloseJournal {
  void operator()(sd_journal* journal) const { sd_journal_close(journal); }
};
using JournalHandle = std::unique_ptr<sd_journal, CloseJournal>;

/// The files of a journal, as far as they can be read.
struct JournalFiles {
  JournalPlace place;  ///< with its machine's root, and patterns replaced by files
  std::vector<std::string> readable;
  std::vector<std::string> refused;  ///< files that this user may not read
  std::vector<std::string> damaged;  ///< files that are no journal, or only the first part of one
};

/// Looks at all files of a journal. libsystemd itself passes over what it cannot read without a word.
Result<JournalFiles> find_journal_files(const JournalPlace& place);

/// A sentence for what cannot be read; empty when all can.
std::string unreadable(const JournalFiles& files);

/// A sentence for what was truncated while it was read, to be asked for at the end; empty when nothing was.
std::string cut_off(const JournalFiles& files);

/// Of a field larger than this, which journald may have compressed a thousandfold, the rest may be left out.
inline constexpr std::size_t kLargestField = std::size_t{4} << 20U;

/// Opens the readable files.
Result<JournalHandle> open_journal_files(const JournalFiles& files);

}  // namespace cel
