// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/result.h"
#include "cel/run/debug/debug_words.h"
#include "cel/run/process/child.h"
#include "cel/run/process/environment.h"

namespace cel {

/// The program of this image, with its arguments, that writes what the URL gives to its standard output, and
/// fails on an HTTP error, an unknown certificate and a body that is cut short.
Result<Command> download_command(const TreeSource& source, const Environment& environment);

/// What it means that this command ended with `status`, not 0.
std::string why_failed(const Command& command, int status);

}  // namespace cel
