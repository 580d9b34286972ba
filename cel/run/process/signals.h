// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/fd.h"

namespace cel {

/// A set of signals as the kernel has it: bit n - 1 is signal n. glibc's own sets leave out signals 32 and
/// 33, which its threads use, but a child may be sent them as any other.
using SignalSet = std::uint64_t;

inline constexpr SignalSet kAllSignals = ~SignalSet{0};
inline constexpr int kLastSignal = 64;

constexpr SignalSet set_of(int signal) { return SignalSet{1} << (signal - 1); }

/// Blocks exactly `set` in this thread; gives what was blocked before.
SignalSet block_signals(SignalSet set);

/// A descriptor from which the signals that are blocked can be read (signalfd(2)), non-blocking; empty with
/// errno set on failure.
Fd signal_descriptor();

/// `SIGTERM`, `SIGRTMIN+3`; the number alone for what has no name.
std::string signal_name(int signal);

/// The signal of a name, with or without `SIG`, in any case (`TERM`, `SIGRTMIN+3`), or number (1 to 64).
std::optional<int> signal_number(std::string_view text);

/// Whether the signal asks a program to end: TERM, INT, QUIT or HUP.
bool asks_to_stop(int signal);

/// Whether this program's group has the terminal on standard input, so that it is ours to hand on.
bool has_terminal();

}  // namespace cel
