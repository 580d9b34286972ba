// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/container_log.h"

#include <algorithm>
#include <utility>

#include "cel/source/kubernetes/api_status.h"

namespace cel {
namespace {

constexpr std::chrono::seconds kShortestPause{1};
constexpr std::chrono::seconds kLongestPause{15};
constexpr int kRefusals = 4;  // of what the kubelet may have removed

}  // namespace

ContainerLog::ContainerLog(ApiServer server, PodContainer container, LineWindow window, std::string done,
                           const Wanted& wanted, Clock::duration silence)
    : server_(std::move(server)),
      container_(std::move(container)),
      window_(std::move(window)),
      before_(window_),
      done_(std::move(done)),
      finder_(wanted.tag),
      every_line_(wanted.every_line),
      silence_(silence),
      line_position_(position_of(window_)) {}

void ContainerLog::update(PodContainer container) {
  container_ = std::move(container);
  gone_ = false;
  wonders_ = false;
}

Json ContainerLog::position_of(const LineWindow& window) const {
  Json position = window.position();
  position[kDoneInstance] = done_;
  return position;
}

Json ContainerLog::position() const { return position_of(window_); }

/// Asks for the instance that is next to be read; false: there is nothing to ask for.
bool ContainerLog::begin() {
  auto which = PodLog::Instance::current;
  if (!container_.previous.empty() && container_.previous != done_) {
    which = PodLog::Instance::previous;
    instance_ = container_.previous;
  } else if (!container_.current.empty() && container_.current != done_) {
    which = container_.runs ? PodLog::Instance::growing : PodLog::Instance::current;
    instance_ = container_.current;
  } else {
    return false;
  }
  grows_ = which == PodLog::Instance::growing;
  before_ = window_;
  Container owner = container_.owner;
  owner.id = instance_;
  owner_ = std::make_shared<const Container>(std::move(owner));
  log_ = std::make_unique<PodLog>(server_, container_.owner, which, window_.from());
  return true;
}

Result<bool> ContainerLog::read(LogLine& line) {
  for (;;) {
    if (!log_ && (gone_ || wonders_ || Clock::now() < next_ || !begin())) {
      return false;
    }
    ApiLines::Line read;
    for (bool asked = false;; asked = true) {
      while (log_->lines().next(read)) {
        if (take(read, line)) {
          return true;
        }
      }
      if (asked) {
        break;
      }
      log_->advance();
    }
    was_let_ = was_let_ || log_->status() == kStatusOk;
    if (!log_->over()) {
      if (Clock::now() - log_->moved() > silence_) {
        log_.reset();  // the kubelet forgets now and then to go on behind a rotation
        wonders_ = true;
      }
      return false;
    }
    if (log_->is_whole() && !grows_ && log_->lines().rest(read) && take(read, line)) {
      return true;
    }
    if (Result<void> ended = end(); !ended) {
      return Error{ended.error()};
    }
  }
}

/// Whether it is a line that is looked for, and new.
bool ContainerLog::take(const ApiLines::Line& read, LogLine& line) {
  const std::int64_t time = read.time == 0 ? before_.from() : read.time;
  if (before_.knows(time, read.hash)) {
    return false;
  }
  const std::string_view text = every_line_ ? read.text : finder_.from_tag(read.text);
  const bool is_wanted = every_line_ || !text.empty();
  if (is_wanted) {
    line_position_ = position_of(window_);
    line = LogLine{read.time, owner_, text, false};
  }
  window_.note(time, read.hash, is_wanted);
  return is_wanted;
}

/// Decides what comes after an answer that is over.
Result<void> ContainerLog::end() {
  const std::unique_ptr<PodLog> log = std::move(log_);
  const long status = log->status();
  wonders_ = true;
  if (log->is_whole()) {
    pause_ = {};
    refusals_ = 0;
    if (!grows_) {
      done_ = instance_;
    }
    try_later(grows_ ? Clock::duration(kShortestPause) : Clock::duration());
    return {};
  }
  if (status == kStatusForbidden && !was_let_) {
    return not_allowed(status, "pods/log", container_.owner.space);
  }
  if ((status == kStatusBadRequest || status == kStatusGone) && !grows_ && ++refusals_ >= kRefusals) {
    refusals_ = 0;
    done_ = instance_;
  }
  pause_ = std::clamp<Clock::duration>(pause_ * 2, kShortestPause, kLongestPause);
  try_later(std::max<Clock::duration>(pause_, log->retry_after()));
  return {};
}

void ContainerLog::try_later(Clock::duration least) { next_ = Clock::now() + least; }

void ContainerLog::shrink() {
  if (log_) {
    log_->lines().drop();
  }
}

}  // namespace cel
