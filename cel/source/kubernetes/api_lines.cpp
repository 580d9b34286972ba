// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/api_lines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cel/source/lines/timestamp.h"

namespace cel {
namespace {

/// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

ApiLines::Line line_of(std::string_view raw) {
  const std::optional<Timestamp> time = rfc3339(raw);
  if (!time || raw.size() <= time->size || raw[time->size] != ' ') {
    return {0, raw, hash_of(raw)};
  }
  return {time->time, raw.substr(time->size + 1), hash_of(raw)};
}

}  // namespace

bool ApiLines::next(Line& line) {
  for (;;) {
    const std::size_t end = bytes_.find('\n', std::max(at_, searched_));
    if (end == std::string::npos) {
      bytes_.erase(0, at_);
      at_ = 0;
      searched_ = bytes_.size();
      if (bytes_.size() > kLongestApiLine) {
        drop();
      }
      return false;
    }
    const std::string_view raw = std::string_view(bytes_).substr(at_, end - at_);
    at_ = end + 1;
    if (!std::exchange(skips_, false)) {
      line = line_of(raw);
      return true;
    }
  }
}

bool ApiLines::rest(Line& line) {
  const std::string_view raw = std::string_view(bytes_).substr(at_);
  if (raw.empty() || skips_) {
    return false;
  }
  line = line_of(raw);
  at_ = bytes_.size();
  return true;
}

void ApiLines::drop() {
  skips_ = skips_ || held() > 0;
  bytes_.clear();
  at_ = searched_ = 0;
}

void ApiLines::clear() {
  bytes_.clear();
  at_ = searched_ = 0;
  skips_ = false;
}

}  // namespace cel
