// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/core_file.h"

#include <algorithm>
#include <array>
#include <csignal>

#include "cel/base/text.h"

namespace cel {
namespace {

/// signal(7)'s with the action "Core".
bool leaves_core(int signal) {
  constexpr std::array<int, 10> kSignals = {SIGQUIT, SIGILL, SIGABRT, SIGFPE,  SIGSEGV,
                                            SIGBUS,  SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ};
  return std::find(kSignals.begin(), kSignals.end(), signal) != kSignals.end();
}

/// Whether `Max core file size       0 …` is among the limits: the soft one.
bool allows_none(std::string_view limits) {
  constexpr std::string_view kCore = "Max core file size";
  while (!limits.empty()) {
    const std::string_view line = take_field(limits, '\n');
    if (line.starts_with(kCore)) {
      std::string_view soft = trimmed(line.substr(kCore.size()));
      return take_field(soft, ' ') == "0";
    }
  }
  return false;
}

}  // namespace

std::string why_no_core(int signal, std::string_view limits, std::string_view pattern) {
  pattern = trimmed(pattern);
  if (!leaves_core(signal) || pattern.starts_with('|')) {  // of a program that takes cores, no limit counts
    return {};
  }
  if (pattern.empty()) {
    return "kernel.core_pattern is empty; set it on the host, such as sysctl "
           "kernel.core_pattern=/tmp/core.%p";
  }
  if (allows_none(limits)) {
    return "its limit is 0; set it by docker run --ulimit core=-1, podman run --ulimit core=-1, or ulimit -c "
           "unlimited before the program starts";
  }
  return "kernel.core_pattern is " + quoted(pattern) + ", " +
         (pattern.starts_with('/') ? "a file that could not be written in the container"
                                   : "a file in the working folder, which could not be written there");
}

}  // namespace cel
