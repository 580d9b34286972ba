// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/result.h"
#include "cel/run/process/environment.h"

namespace cel {

/// The volume with Python's hooks: `named`, or if that is empty the one that this program lies in or was
/// installed with. The error is a sentence.
Result<std::string> find_python_hooks(const std::string& named);

/// Puts the volume before what PYTHONPATH holds, which stays: a value in a manifest, or of `docker run`,
/// would replace the image's.
void add_to_python_path(Environment& environment, const std::string& volume);

}  // namespace cel
