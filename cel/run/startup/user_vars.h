// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>

#include "cel/run/process/environment.h"

namespace cel {

/// The variables of a folder, a file each: its name is the variable's, and its content the value, byte for
/// byte, the newline at its end included. Hidden files are none. `fault` gets a sentence about each that
/// cannot be one: it is left out.
std::map<std::string, std::string> read_user_vars(const std::string& folder,
                                                  const std::function<void(const std::string&)>& fault);

}  // namespace cel
