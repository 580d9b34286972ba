// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/destination/stop.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <stdexcept>

#include "cel/base/clock.h"

namespace cel {
namespace {

Fd event() {
  Fd fd(eventfd(0, EFD_CLOEXEC));
  if (!fd) {
    throw std::runtime_error("cannot make an eventfd: " + errno_text(errno));
  }
  return fd;
}

}  // namespace

Stop::Stop() : finish_(event()), abort_(event()) {}

void Stop::finish() {
  finishing_ = true;
  (void)eventfd_write(finish_.get(), 1);
}

void Stop::abort() {
  finish();
  aborted_ = true;
  (void)eventfd_write(abort_.get(), 1);
}

void Stop::wait_for(std::chrono::milliseconds span) const {
  wait_ready(finish_.get(), POLLIN, Deadline::after(span));
}

}  // namespace cel
