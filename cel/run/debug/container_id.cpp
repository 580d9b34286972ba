// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/container_id.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kDigits = 64;
// Of mountinfo, by proc(5): the fourth field is the root of the mount within its file system, the fifth its
// place.
constexpr std::size_t kRoot = 3;
constexpr std::size_t kPlace = 4;

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

/// The last run of exactly 64 hex digits: in a container within a container, the inner one's.
std::string last_id(std::string_view text) {
  std::string found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_hex(text[end])) {
      ++end;
    }
    if (end - at == kDigits) {
      found = text.substr(at, kDigits);
    }
    at = end + 1;
  }
  return found;
}

}  // namespace

std::string container_id(std::string_view cgroup, std::string_view mountinfo) {
  while (!cgroup.empty()) {
    if (std::string id = last_id(take_field(cgroup, '\n')); !id.empty()) {
      return id;
    }
  }
  while (!mountinfo.empty()) {
    std::string_view line = take_field(mountinfo, '\n');
    std::array<std::string_view, kPlace + 1> fields;
    for (std::string_view& field : fields) {
      field = take_field(line, ' ');
    }
    const std::string_view place = fields[kPlace];
    const bool is_own = place == "/etc/hostname" || place == "/etc/hosts" || place == "/etc/resolv.conf";
    // What a pod's containers share is in the folder of its sandbox, which is another container.
    if (is_own && fields[kRoot].find("/sandboxes/") == std::string_view::npos) {
      if (std::string id = last_id(fields[kRoot]); !id.empty()) {
        return id;
      }
    }
  }
  return {};
}

}  // namespace cel
