// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <sys/un.h>

#include <optional>

#include "cel/base/fd.h"
#include "cel/record/json.h"

namespace cel {

// A program that dies of an exception is reported by its hook; its death is then seen by the init, cel-run,
// as well. The logger tells the init, so that it does not report the same death again: by a datagram to an
// abstract unix socket (unix(7)) that is named after the process namespace. This needs no file and no
// variable, and reaches the init of the same container, if it listens.

/// Returns the process whose death `record` reports: its `pid` or, if it has none, `reporter`. Nothing if the
/// process did not end.
std::optional<pid_t> death_in(const Json& record, pid_t reporter);

/// Tells the init, if one listens, that the death of `pid` is reported. Waits up to 0.25 s until the init has
/// seen the sender; does not wait if `pid` is this process.
void announce_death(pid_t pid);

/// Returns a non-blocking socket that receives what announce_death() sends; empty if there can be none, or
/// another process has its name.
Fd listen_for_deaths();

/// An announced death.
struct AnnouncedDeath {
  pid_t pid = 0;     ///< the process that dies
  pid_t sender = 0;  ///< as the kernel attests; 0 for a process outside of this process namespace
  uid_t sender_uid = 0;
  Fd held;  ///< while it is open the sender waits, so that it can be inspected
};

/// Returns the next announcement, from any sender; nothing if none is left.
std::optional<AnnouncedDeath> next_announced_death(const Fd& socket);

}  // namespace cel
