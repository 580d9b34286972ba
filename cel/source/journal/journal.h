// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/followed_log.h"
#include "cel/source/source.h"

namespace cel {

/// Which journal: this machine's own, or one that lies somewhere.
struct JournalPlace {
  enum class Kind : std::uint8_t {
    local,      ///< this machine's, all namespaces of it; `paths` is empty
    directory,  ///< paths[0] holds journal files, or folders of them
    root,       ///< paths[0] is the root of a file system, whose journal is meant
    machine,    ///< paths[0] is the name of a local container that systemd-machined knows
    files,      ///< `paths` are files, or glob(7) patterns of some
  };
  Kind kind = Kind::local;
  std::vector<std::string> paths;
};

/// Reads systemd's journal. The lines are those that engines put there (Docker's journald driver, podman and
/// CRI-O through conmon), those of services, and the entries of the logger's own journal sink; see attested()
/// for who wrote them. Lines that an engine split are whole again. What cannot be read at all is an error
/// here; when some files of the journal are unreadable or damaged, the others' lines come, then the error.
Result<std::unique_ptr<Source>> open_journal(const JournalPlace& place, const Wanted& wanted);

/// The same journal as it grows, rotated and vacuumed as it may be: one log.
Result<std::unique_ptr<LogWatch>> follow_journal(const JournalPlace& place, const Wanted& wanted);

}  // namespace cel
