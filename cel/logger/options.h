// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/sink/order.h"
#include "cel/wire/encode.h"

namespace cel {

inline constexpr std::size_t kDefaultMaxRecord = 1U << 20U;

/// What the command line and the variables say.
struct LoggerOptions {
  enum class Action { log, announce, help, version };
  Action action = Action::log;
  SinkChoice sinks;
  LineFormat format;
  std::string type = "Text";
  std::string executable;  ///< empty: the program that started this one
  std::size_t max_record = kDefaultMaxRecord;
  std::chrono::duration<double> timeout{5.0};
  std::optional<std::chrono::duration<double>> patience;  ///< with sinks, once the report is read and made
  bool verbose = false;
  bool quiet = false;
  std::vector<std::string>
      ignored;  ///< a sentence for each variable with nonsense in it, whose default counts
};

/// Reads the command line and the CEL_ variables, the former having the last word. An error is one sentence
/// that names the word which is wrong.
Result<LoggerOptions> read_logger_options(int argc, char** argv);

/// What --help prints.
extern const char* const kHelp;

}  // namespace cel
