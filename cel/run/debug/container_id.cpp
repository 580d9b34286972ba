// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/container_id.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/run/process/mount.h"

namespace cel {
namespace {

constexpr std::size_t kDigits = 64;

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
    const auto [root, point, type, options] = take_mount(mountinfo);
    const bool is_own = point == "/etc/hostname" || point == "/etc/hosts" || point == "/etc/resolv.conf";
    // What a pod's containers share is in the folder of its sandbox, which is another container.
    if (is_own && root.find("/sandboxes/") == std::string_view::npos) {
      if (std::string id = last_id(root); !id.empty()) {
        return id;
      }
    }
  }
  return {};
}

std::string pod_container(std::string_view mountinfo) {
  constexpr std::string_view kContainers = "/containers/";
  while (!mountinfo.empty()) {
    const std::string_view root = take_mount(mountinfo).root;
    const std::size_t pod = root.find("/pods/");
    const std::size_t at = pod == std::string_view::npos ? pod : root.find(kContainers, pod);
    if (at == std::string_view::npos) {
      continue;
    }
    std::string_view rest = root.substr(at + kContainers.size());
    const std::string_view name = take_field(rest, '/');
    const bool is_name = std::all_of(name.begin(), name.end(), [](char c) {
      return is_lower(c) || is_digit(c) || c == '-';  // RFC 1123's labels
    });
    if (is_name && !rest.empty() && rest.find('/') == std::string_view::npos) {
      return std::string(name);
    }
  }
  return {};
}

}  // namespace cel
