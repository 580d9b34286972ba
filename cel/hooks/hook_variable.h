// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// The variable by which the programs of a language find their hook in a volume.
struct HookVariable {
  std::string language;   ///< as its folder is named: `python`
  std::string name;       ///< `PYTHONPATH`
  std::string value;      ///< with the volume's folder in it
  std::string separator;  ///< between this value and what a container has in the variable; may be empty
  bool before = false;    ///< whether this value comes first
  std::string program;    ///< what takes the value as its first argument, too, such as `java`; may be empty

  std::vector<std::string> runtimes;  ///< the names of the programs that have the hook: `python3`, `pypy3`
  std::vector<std::string> check;     ///< what such a program is given to print its version and die; or none
  std::string oldest;                 ///< the oldest version that has the hook: `2.7`; may be empty
};

/// Reads hooks/<language>/environment, whose format is in docs/languages.md, for a volume that programs see
/// at `volume`. Nothing is filled in for `language`. The error names the line that is wrong or missing.
Result<HookVariable> parse_hook_variable(std::string_view text, std::string_view volume);

/// Returns what the variable holds with the hook's value joined to `held`, which stays as it is if the value
/// is one of its parts already. Empty is the same as not set.
std::string joined_value(const HookVariable& hook, std::string_view held);

/// Returns what `joined_value` joined the hook's value to.
std::string held_value(const HookVariable& hook, std::string_view joined);

}  // namespace cel
