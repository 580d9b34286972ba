// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cel/ship/destination/observer.h"
#include "cel/ship/queue.h"

namespace cel {

/// Takes reports to all destinations: each report is on disk before anything else happens to it, and each
/// destination has a thread that takes it from there.
class Shipper {
 public:
  /// Opens the spool and the queues, and starts to deliver what is left from before. `folder` must outlive
  /// it.
  static Result<std::unique_ptr<Shipper>> open(const StateFolder& folder, std::uint64_t spool_size,
                                               std::vector<Settings> destinations, const Queue::Say& say);

  Shipper(const Shipper&) = delete;
  Shipper& operator=(const Shipper&) = delete;
  ~Shipper() { finish(std::chrono::milliseconds(0)); }

  /// Adds a report; see Spool::append(). Where there are only observers, nothing is kept on disk.
  Spool::Added add(const Json& report);

  /// Why reports are not read for now; empty: they are.
  void set_problem(const std::string& problem);

  const Spool& spool() const { return *spool_; }

  /// Makes all that was added outlive a power cut.
  Result<void> sync() { return spool_->sync(); }

  /// Delivers what is left, for `grace` at the longest, and ends the threads.
  void finish(std::chrono::milliseconds grace);

  const std::vector<std::unique_ptr<Queue>>& queues() const { return queues_; }

 private:
  Shipper(std::unique_ptr<Spool> spool, std::string letters)
      : spool_(std::move(spool)), letters_(std::move(letters)) {}
  ShipStatus status() const;

  std::unique_ptr<Spool> spool_;
  DeadLetters letters_;
  Stop stop_;
  std::vector<std::unique_ptr<Queue>> queues_;
  std::vector<std::future<void>> threads_;
  mutable std::mutex problem_mutex_;
  std::string problem_;
  std::vector<std::unique_ptr<Destination>> observers_;  // they ask for status()
};

}  // namespace cel
