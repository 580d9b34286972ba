// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "cel/source/journal/journal_entry.h"
#include "cel/source/journal/journal_files.h"

namespace cel {

/// Puts lines together again that an engine split into several entries: dockerd's by CONTAINER_PARTIAL_ID and
/// _ORDINAL, conmon's (and a dockerd's before 19.03) by the next entries of the same container and priority.
class JournalPartials {
 public:
  explicit JournalPartials(const JournalFiles& files) : files_(files) {}

  enum class Found : std::uint8_t {
    whole,       ///< `text` is the line, or the rest of it
    unfinished,  ///< the journal ends, or the engine gave up, before the line does: `text` is what there is
    overlong,    ///< no line of ours is so long: `text` is its start
  };

  /// `text` is the MESSAGE of the entry that `journal` stands at, the first of a split line or one amid it;
  /// what follows in the line is appended. The journal stays where it stands. `writers` must have made
  /// `container`.
  Result<Found> complete(sd_journal* journal, const std::shared_ptr<const Container>& container,
                         JournalWriters& writers, std::string& text);

 private:
  const JournalFiles& files_;
  JournalHandle ahead_;  // a second view of the journal, which walks ahead
};

/// Whether the entry that `journal` stands at is a piece of a line that goes on in another entry.
bool is_partial(sd_journal* journal);

}  // namespace cel
