// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/signals.h"

#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstring>

#include "cel/base/text.h"

namespace cel {

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
  if (const char* name = sigabbrev_np(signal)) {
    return std::string("SIG") + name;
  }
  if (signal >= SIGRTMIN && signal <= SIGRTMAX) {
    return signal == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + std::to_string(signal - SIGRTMIN);
  }
  return std::to_string(signal);
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
    const auto back = whole_number(name.substr(9), 0, static_cast<unsigned>(SIGRTMAX - SIGRTMIN));
    return back ? std::optional(SIGRTMAX - static_cast<int>(*back)) : std::nullopt;
  }
  if (name == "SIGRTMAX") {
    return SIGRTMAX;
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
