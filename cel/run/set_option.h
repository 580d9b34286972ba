// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cel/run/options.h"

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
  kNoReport,
  kShell,
  kHookFailure
};

inline constexpr int kMaxVerbosity = 4;

/// Why a value will not do, as a sentence; nothing when it was taken.
using Refusal = std::optional<std::string>;

/// Takes an option, by its letter or its Option, with its value (null if it has none).
Refusal set_option(RunOptions& options, int option, const char* value);

/// `value` in quotes, for a sentence.
std::string quoted(std::string_view value);

}  // namespace cel
