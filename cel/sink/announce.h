// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <sys/un.h>

#include <optional>

#include "cel/base/fd.h"
#include "cel/record/json.h"

namespace cel {

/// A program that is about to die of an exception is reported by its hook, and then its death is seen by the
/// init as well, cel-run: so that it does not report what is reported, it is told. By a datagram to an
/// abstract unix socket (unix(7)) whose name is made of the process namespace's number: that takes no file
/// and no variable, and reaches the init of this very container, if that listens at all.

/// The process whose death `record` tells of, if it does: its pid or, where it names none, `reporter`.
std::optional<pid_t> death_in(const Json& record, pid_t reporter);

/// Tells the init, if one listens, that a report of the death of `pid` is delivered. Waits until it has seen
/// who says so, for 0.25 s at most; not for its own death.
void announce_death(pid_t pid);

/// A socket that receives what announce_death() sends, non-blocking; empty where there can be none, or
/// another has the name.
Fd listen_for_deaths();

/// What somebody announced.
struct AnnouncedDeath {
  pid_t pid = 0;     ///< who is to die
  pid_t sender = 0;  ///< who says so, as the kernel attests; 0 for one outside of this process namespace
  uid_t sender_uid = 0;
  Fd held;  ///< as long as it is open the sender waits, so that it can be looked at
};

/// The next announcement, whoever made it; nothing when none is left.
std::optional<AnnouncedDeath> next_announced_death(const Fd& socket);

}  // namespace cel
