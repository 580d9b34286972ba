// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "cel/trace/place.h"

namespace cel {

/// What Perl's `die` says of a message that does not end with a newline: `no price at cart.pl line 3.`,
/// perhaps with `, <STDIN> line 7` or `, near "…"` before the end.
struct PerlDeath {
  std::string_view message;
  Place place;
};
std::optional<PerlDeath> perl_death(std::string_view line);

}  // namespace cel
