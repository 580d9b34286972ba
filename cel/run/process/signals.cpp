// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/signals.h"

#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>

#include "cel/base/text.h"

namespace cel {
namespace {

// From 1 on, as Linux numbers them on x86 and Arm.
constexpr std::string_view kSignalNames =
    "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN "
    "TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS";

// What programs of glibc call SIGRTMIN, and most tools: musl's is one more.
constexpr int kFirstRealTime = 34;

}  // namespace

SignalSet block_signals(SignalSet set) {
  SignalSet before = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, &before, sizeof set);
  return before;
}

Fd signal_descriptor() {
  const SignalSet all = kAllSignals;
  const long fd = syscall(SYS_signalfd4, -1, &all, sizeof all, SFD_CLOEXEC | SFD_NONBLOCK);
  return above_standard(Fd(static_cast<int>(fd)));
}

std::string signal_name(int signal) {
  if (signal >= kFirstRealTime && signal <= kLastSignal) {
    return signal == kFirstRealTime ? "SIGRTMIN" : "SIGRTMIN+" + std::to_string(signal - kFirstRealTime);
  }
  const std::string_view name =
      signal > 0 ? nth_word(kSignalNames, static_cast<std::size_t>(signal) - 1) : "";
  return name.empty() ? std::to_string(signal) : "SIG" + std::string(name);
}

std::optional<int> signal_number(std::string_view text) {
  if (const auto number = whole_number(text, 1, kLastSignal)) {
    return static_cast<int>(*number);
  }
  std::string name(text);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  if (!name.starts_with("SIG")) {
    name.insert(0, "SIG");
  }
  if (name.starts_with("SIGRTMAX-")) {
    const auto back = whole_number(name.substr(9), 0, kLastSignal - kFirstRealTime);
    return back ? std::optional(kLastSignal - static_cast<int>(*back)) : std::nullopt;
  }
  if (name == "SIGRTMAX") {
    return kLastSignal;
  }
  for (int signal = 1; signal <= kLastSignal; ++signal) {
    if (signal_name(signal) == name) {
      return signal;
    }
  }
  return std::nullopt;
}

bool asks_to_stop(int signal) {
  return signal == SIGTERM || signal == SIGINT || signal == SIGQUIT || signal == SIGHUP;
}

bool has_terminal() { return isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp(); }

}  // namespace cel
