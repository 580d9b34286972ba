// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/reports/names.h"

namespace cel {

std::string short_name(const Container& container) {
  constexpr std::size_t kIdDigits = 12;  // as `docker ps` shows
  if (!container.pod.empty()) {
    return container.name.empty() ? container.pod : container.pod + "/" + container.name;
  }
  if (!container.name.empty()) {
    return container.name;
  }
  if (!container.id.empty()) {
    return container.id.substr(0, kIdDigits);
  }
  return container.unit.empty() ? container.log.substr(container.log.rfind('/') + 1) : container.unit;
}

}  // namespace cel
