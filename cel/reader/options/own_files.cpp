// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/own_files.h"

#include <cstdlib>

namespace cel {
namespace {

constexpr const char* kOwnFolder = "/container-exception-logger/";

/// A folder of the XDG base directory specification, which counts only if it is absolute; empty if it is not
/// known.
std::string xdg_folder(const char* variable, const char* below_home) {
  const char* const given = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
  if (given != nullptr && *given == '/') {
    return given;
  }
  const char* const home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe)
  return home != nullptr && *home == '/' ? std::string(home) + below_home : std::string();
}

}  // namespace

std::vector<std::string> rules_paths() {
  constexpr const char* kRulesFile = "groups.toml";
  std::vector<std::string> paths;
  if (const std::string own = xdg_folder("XDG_CONFIG_HOME", "/.config"); !own.empty()) {
    paths.push_back(own + kOwnFolder + kRulesFile);
  }
  paths.push_back(std::string("/etc") + kOwnFolder + kRulesFile);
  return paths;
}

std::string state_path() {
  const std::string folder = xdg_folder("XDG_STATE_HOME", "/.local/state");
  return folder.empty() ? folder : folder + kOwnFolder + "triage.toml";
}

}  // namespace cel
