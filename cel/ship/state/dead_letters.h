// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "cel/base/result.h"
#include "cel/record/json.h"

namespace cel {

/// The file of the reports that a destination refused for their content, each with the answer that it gave.
/// When it has grown to 64 MiB it becomes FILE.old, in the place of the one before.
class DeadLetters {
 public:
  explicit DeadLetters(std::string path) : path_(std::move(path)) {}

  /// Adds a report, and makes it outlive a power cut. Any thread may call it.
  Result<void> add(const std::string& destination, const std::string& answer, const Json& report);

 private:
  std::string path_;
  std::mutex mutex_;
};

}  // namespace cel
