// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/reports/seen.h"

namespace cel {
namespace {

/// So many reports back a second find of the same one is known: both are of about the same time.
constexpr std::size_t kRemembered = 16'384;

}  // namespace

bool SeenReports::seen_before(const std::string& id, const Container& container) {
  const auto [entry, is_new] = seen_.try_emplace(id, Owner{container.id, container.user});
  if (!is_new) {
    const Owner& owner = entry->second;
    return owner.user == container.user &&
           (owner.container.starts_with(container.id) || container.id.starts_with(owner.container));
  }
  order_.push_back(id);
  if (order_.size() > kRemembered) {
    seen_.erase(order_.front());
    order_.pop_front();
  }
  return false;
}

}  // namespace cel
