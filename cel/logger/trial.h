// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// How a program ended that was to print its version and to die.
struct Trial {
  std::string version;     ///< the first line of its standard output
  std::string last_words;  ///< the last line of its standard error
  bool reported = false;   ///< whether a hook in it had its death logged
};

/// Runs the program in this environment, but so that its report comes here and to no log. The error tells why
/// it could not be run.
Result<Trial> try_runtime(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace cel
