// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/command_line.h"
#include "cel/run/options/options.h"

namespace cel {

/// The options that have no letter.
enum Option {
  kVersion = 256,
  kGrace,
  kWaitAll,
  kDelay,
  kRewrite,
  kRemap,
  kStderrTail,
  kRelay,
  kHooks,
  kVolume,
  kNoReport,
  kShell,
  kHookFailure,
  kTimeout,
  kEvery,
  kJitter,
  kSave
};

inline constexpr int kMaxVerbosity = 4;

/// Takes an option, by its letter or its Option, with its value (null if it has none).
Refusal set_option(RunOptions& options, int option, const char* value);

}  // namespace cel
