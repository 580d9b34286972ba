// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/report/report.h"

namespace cel {

/// Knows the reports that came before, so that what is found twice (in the same container's journal and log
/// file, say, or in a copy of the file) comes once. Remembers the last 16384 of them.
class SeenReports {
 public:
  /// Whether it came before; from now on it has. Reports are the same when id and content are. One whose
  /// container is known never stands for another's, and none for another user's, so that nobody can hide
  /// somebody else's report behind a copy.
  bool seen_before(const std::string& id, const std::string& content, const Container& container);

 private:
  struct Owner {
    std::string container;
    std::string user;
  };
  std::unordered_map<std::string, std::vector<Owner>> seen_;  // by a digest of id and content
  std::deque<std::string> order_;                             // oldest first
};

}  // namespace cel
