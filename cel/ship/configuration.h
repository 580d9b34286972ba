// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/ship/destination/settings.h"

namespace cel {

/// What the configuration file of `cel ship` says.
struct ShipConfiguration {
  std::map<std::string, std::vector<std::string>> options;  ///< their values by their keys
  std::vector<Settings> destinations;                       ///< secrets are not filled in yet
};

/// Reads a file in TOML (toml.io): a key for each option, whatever they are, and a table `[[to]]` for each
/// destination, with TYPE = ADDRESS and its own keys. The error names the place in the file.
Result<ShipConfiguration> read_ship_configuration(const std::string& path);

}  // namespace cel
