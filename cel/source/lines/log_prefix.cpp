// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/log_prefix.h"

#include "cel/base/letters.h"

namespace cel {
namespace {

constexpr std::string_view kPod = "[pod/";
constexpr std::size_t kLongestName = 253;  // of a pod; the longest that any of these may have

/// The length of the name that `text` begins with, as of a container or pod.
std::size_t name_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && size < kLongestName &&
         (is_alphanumeric(text[size]) || text[size] == '-' || text[size] == '_' || text[size] == '.')) {
    ++size;
  }
  return size;
}

std::optional<Container> take_pod(std::string_view& line) {
  std::string_view rest = line.substr(kPod.size());
  Container container;
  container.pod = rest.substr(0, name_size(rest));
  rest.remove_prefix(container.pod.size());
  if (container.pod.empty() || !rest.starts_with('/')) {
    return std::nullopt;
  }
  rest.remove_prefix(1);
  container.name = rest.substr(0, name_size(rest));
  rest.remove_prefix(container.name.size());
  if (container.name.empty() || !rest.starts_with("] ")) {
    return std::nullopt;
  }
  line = rest.substr(2);
  return container;
}

}  // namespace

std::optional<Container> take_log_prefix(std::string_view& line) {
  if (line.starts_with(kPod)) {
    return take_pod(line);
  }
  const std::size_t size = name_size(line);
  const std::size_t bar = line.substr(0, 2 * kLongestName).find_first_not_of(' ', size);
  if (size == 0 || bar == std::string_view::npos || bar == size || !line.substr(bar).starts_with("| ")) {
    return std::nullopt;
  }
  Container container;
  container.name = line.substr(0, size);
  line.remove_prefix(bar + 2);
  return container;
}

}  // namespace cel
