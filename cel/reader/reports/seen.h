// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <unordered_map>

#include "cel/reader/reports/report.h"

namespace cel {

/// Knows the reports that came before, so that what is found twice (in the same container's journal and log
/// file, say, or in a copy of the file) comes once. Remembers the last 16384 of them.
class SeenReports {
 public:
  /// Whether it came before; from now on it has. One whose container is known never stands for another's, so
  /// that no container can hide another's report behind a copied id.
  bool seen_before(const std::string& id, const Container& container);

 private:
  struct Owner {
    std::string container;
    std::string user;
  };
  std::unordered_map<std::string, Owner> seen_;  // by id
  std::deque<std::string> order_;                // oldest first
};

}  // namespace cel
