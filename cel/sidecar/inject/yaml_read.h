// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/sidecar/inject/yaml_node.h"

namespace cel {

inline constexpr std::size_t kMostYamlNodes = 500'000;
inline constexpr std::size_t kMostYamlDepth = 100;

/// Returns the documents in `text`, JSON included. Aliases (`*name`) become copies of what they name, and
/// merge keys (`<<`) the members that they stand for; comments are gone. Documents of nothing are left out.
/// The error names the line. It takes at most kMostYamlNodes nodes, whatever aliases multiply, at most
/// kMostYamlDepth within each other.
Result<std::vector<YamlNode>> read_yaml(std::string_view text);

}  // namespace cel
