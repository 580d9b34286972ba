// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "cel/source/source.h"

namespace cel {

/// Returns the line's container and its text in one, for take_container().
std::string with_container(const Container& container, std::string_view text);

/// Takes the container off the front of what with_container() made.
Container take_container(std::string_view& stored);

/// The containers that were met in a log: one object each.
class KnownContainers {
 public:
  /// Returns the one object for a container.
  std::shared_ptr<const Container> known(Container container);

 private:
  std::map<std::string, std::shared_ptr<const Container>> known_;
  std::size_t most_ = 0;  // beyond, those that nobody refers to any more are forgotten
};

}  // namespace cel
