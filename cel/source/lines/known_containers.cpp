// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/known_containers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kFewest = 4096;  // are remembered

constexpr std::array kContainerFields{
    &Container::engine, &Container::id,   &Container::name, &Container::image, &Container::pod,
    &Container::space,  &Container::unit, &Container::user, &Container::host,  &Container::log};

}  // namespace

std::string with_container(const Container& container, std::string_view text) {
  std::string stored;
  for (const auto field : kContainerFields) {
    const std::string& value = container.*field;
    stored.append(value, 0, value.find('\0')) += '\0';
  }
  return stored += text;
}

Container take_container(std::string_view& stored) {
  Container container;
  for (const auto field : kContainerFields) {
    container.*field = take_field(stored, '\0');
  }
  return container;
}

std::shared_ptr<const Container> KnownContainers::known(Container container) {
  std::string key = with_container(container, {});
  if (known_.size() > most_ && !known_.contains(key)) {
    std::erase_if(known_, [](const auto& entry) { return entry.second.use_count() == 1; });
    most_ = std::max(kFewest, 2 * known_.size());  // so that looking through them stays cheap
  }
  std::shared_ptr<const Container>& one = known_[std::move(key)];
  if (!one) {
    one = std::make_shared<const Container>(std::move(container));
  }
  return one;
}

}  // namespace cel
