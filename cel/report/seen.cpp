// SPDX-License-Identifier: Apache-2.0
#include "cel/report/seen.h"

#include <algorithm>

#include "cel/base/sha256.h"

namespace cel {
namespace {

/// So many reports back a second find of the same one is known: both are of about the same time.
constexpr std::size_t kRemembered = 16'384;

constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kMostOwners = 8;

}  // namespace

bool SeenReports::seen_before(const std::string& id, const std::string& content, const Container& container) {
  const auto digest = sha256(id + '/' + content);
  const std::string key(reinterpret_cast<const char*>(digest.data()), kKeyBytes);
  const auto [entry, is_new] = seen_.try_emplace(key);
  std::vector<Owner>& owners = entry->second;
  const auto is_same = [&](const Owner& owner) {
    return owner.user == container.user &&
           (owner.container.starts_with(container.id) || container.id.starts_with(owner.container));
  };
  if (std::any_of(owners.begin(), owners.end(), is_same)) {
    return true;
  }
  if (owners.size() < kMostOwners) {
    owners.push_back({container.id, container.user});
  }
  if (is_new) {
    order_.push_back(key);
  }
  if (order_.size() > kRemembered) {
    seen_.erase(order_.front());
    order_.pop_front();
  }
  return false;
}

}  // namespace cel
