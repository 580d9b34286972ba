// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// What `cel-sidecar check` is told; all of it must hold.
struct Checks {
  std::string http;                 ///< a URL that answers with a status of 200 to 299
  std::vector<std::string> equals;  ///< `PATH=VALUE` of the JSON in its answer
  std::vector<std::string> files;   ///< files that exist
  std::string max_age;              ///< and were changed within this time; empty: whenever
  std::string ready;                ///< a volume that is ready; empty: none
  std::string timeout = "1s";       ///< of all together
};

/// Returns whether the value at `path` in JSON `text`, keys and indexes with dots between them, is `value`:
/// the content of a string, or any other value as JSON has it. The error is a sentence that tells what is
/// there.
Result<void> check_json(std::string_view text, std::string_view path, std::string_view value);

/// Returns an error unless all holds, a sentence about what does not. SIGPIPE must be ignored.
Result<void> check(const Checks& checks);

}  // namespace cel
