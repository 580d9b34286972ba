// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/refusals.h"

namespace cel {
namespace {

constexpr auto kSpan = std::chrono::seconds(10);

}  // namespace

void Refusals::count(const Peer& peer, std::string_view why) {
  ++total_;
  last_peer_ = peer;
  last_reason_ = why;
}

std::optional<std::string> Refusals::summary(Time now) {
  if (told_ == total_ || now < next_) {
    return std::nullopt;
  }
  std::string line = std::to_string(total_ - told_) + " refused, " + std::to_string(total_) +
                     " in all; the last, of uid " + std::to_string(last_peer_.uid) + " pid " +
                     std::to_string(last_peer_.pid) + ": " + last_reason_;
  told_ = total_;
  next_ = now + kSpan;
  return line;
}

std::optional<Refusals::Time> Refusals::due() const {
  return told_ == total_ ? std::nullopt : std::optional(next_);
}

}  // namespace cel
