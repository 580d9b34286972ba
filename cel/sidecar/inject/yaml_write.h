// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/sidecar/inject/yaml_node.h"

namespace cel {

/// Returns the documents as text. One that was read as JSON is written as JSON.
Result<std::string> write_yaml(const std::vector<YamlNode>& documents);

}  // namespace cel
