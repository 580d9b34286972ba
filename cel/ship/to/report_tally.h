// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>

#include "cel/ship/to/report_view.h"

namespace cel {

/// Counts reports by container and type, in bounded memory whatever they hold: of many containers, those that
/// are too many are `other`, and so are the types that one container makes up.
class ReportTally {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::size_t kMostContainers = 200;
  static constexpr std::size_t kMostTypes = 8;  // of a container
  static constexpr std::size_t kMostGroups = 10'000;

  struct Container {
    std::string name_space;  ///< of Kubernetes
    std::string pod;
    std::string name;

    auto operator<=>(const Container&) const = default;  // NOLINT(modernize-use-nullptr)
  };

  struct Counts {
    std::map<std::string, std::uint64_t> reports;  ///< by type
    std::uint64_t suppressed = 0;                  ///< that programs say they held back
    Clock::time_point last;
  };

  void add(const ReportView& report, Clock::time_point now);

  const std::map<Container, Counts>& containers() const { return containers_; }

  /// Distinct fingerprints, of which kMostGroups are told apart.
  std::size_t groups() const { return groups_.size(); }

 private:
  Counts& counts_of(Container container, Clock::time_point now);

  std::map<Container, Counts> containers_;
  std::unordered_set<std::string> groups_;
};

}  // namespace cel
