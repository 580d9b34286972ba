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

/// Tells the init, if one listens, that a report of the death of `pid` is delivered. Never waits.
void announce_death(pid_t pid);

/// A socket that receives what announce_death() sends, non-blocking; empty where there can be none, or
/// another has the name.
Fd listen_for_deaths();

/// The next pid that a process of user `uid`, or root, has announced; nothing when none is left.
std::optional<pid_t> next_announced_death(const Fd& socket, uid_t uid);

}  // namespace cel
