// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "cel/source/source.h"

namespace cel {

/// Takes off the front of a line what `docker compose logs` (`web-1  | `) or `kubectl logs --prefix`
/// (`[pod/shop-1/web] `) puts there. Returns the container that it names, or nothing if there is no such
/// prefix.
std::optional<Container> take_log_prefix(std::string_view& line);

}  // namespace cel
