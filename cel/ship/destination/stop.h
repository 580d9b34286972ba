// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>

#include "cel/base/fd.h"

namespace cel {

/// How the threads of the destinations are told to end. Any thread may call anything here.
class Stop {
 public:
  Stop();

  /// No more reports come: what is there is to be sent, but nothing is worth waiting for.
  void finish();

  /// The grace is over: whatever runs is to be given up.
  void abort();

  bool finishing() const { return finishing_; }
  bool aborted() const { return aborted_; }

  /// A descriptor that poll(2) finds readable from abort() on.
  int abort_descriptor() const { return abort_.get(); }

  /// Waits, until finish() at the longest.
  void wait_for(std::chrono::milliseconds span) const;

 private:
  std::atomic<bool> finishing_ = false;
  std::atomic<bool> aborted_ = false;
  Fd finish_;
  Fd abort_;
};

}  // namespace cel
