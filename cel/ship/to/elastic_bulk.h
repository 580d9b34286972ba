// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cel/record/json.h"
#include "cel/ship/destination/destination.h"

namespace cel {

/// Reports as the body of a bulk request that creates a document of each.
std::string elastic_bulk(std::span<const Json> reports, std::string_view index);

/// What the answer to a bulk request of so many reports says of each. Any bytes: what is no such answer
/// settles nothing.
Verdict elastic_verdict(std::string_view body, std::size_t reports);

}  // namespace cel
