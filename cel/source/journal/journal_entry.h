// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemd/sd-journal.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cel/source/lines/known_containers.h"
#include "cel/source/source.h"

namespace cel {

/// The value of a field of the entry that the journal stands at; valid until the next call for this journal.
/// Nothing when the entry has no such field; `status` tells that (-ENOENT) from damage, by libsystemd's
/// number.
std::optional<std::string_view> journal_field(sd_journal* journal, const char* name, int* status = nullptr);

/// When journald got the entry, in microseconds since 1970-01-01 UTC; 0 when that cannot be read.
std::int64_t journal_time(sd_journal* journal);

/// The entry's place in the journal, to seek it again.
std::string journal_cursor(sd_journal* journal);

/// The containers that were met in a journal: one object each.
class JournalWriters {
 public:
  /// Returns the writer of the entry that `journal` stands at.
  std::shared_ptr<const Container> writer_of(sd_journal* journal);

 private:
  KnownContainers containers_;
};

}  // namespace cel
