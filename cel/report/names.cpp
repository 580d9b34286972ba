// SPDX-License-Identifier: Apache-2.0
#include "cel/report/names.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <map>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kMostUsers = 4096;  // whose names are remembered

std::string look_up(const std::string& uid) {
  const auto number = whole_number(uid, 0, UINT32_MAX);
  std::array<char, 16384> texts{};
  passwd entry{};
  passwd* found = nullptr;
  const bool is_known =
      number && getpwuid_r(static_cast<uid_t>(*number), &entry, texts.data(), texts.size(), &found) == 0 &&
      found != nullptr;
  return is_known ? entry.pw_name : "";
}

std::string name_within_user(const Container& container) {
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

}  // namespace

std::string user_name(const Container& container) {
  static std::map<std::string, std::string> known;
  if (container.user.empty()) {
    return {};
  }
  if (known.size() > kMostUsers) {
    known.clear();
  }
  const auto [entry, is_new] = known.try_emplace(container.user);
  if (is_new) {
    entry->second = look_up(container.user);
  }
  return entry->second;
}

std::string short_name(const Container& container) {
  static const std::string own = std::to_string(geteuid());
  std::string name = name_within_user(container);
  if (container.user.empty() || container.user == own) {
    return name;
  }
  const std::string user = user_name(container);
  return "~" + (user.empty() ? container.user : user) + "/" + name;
}

}  // namespace cel
