// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/run/process/environment.h"

namespace cel {

/// A program that ran.
struct WhatRan {
  std::string name;  ///< as its command line calls it
  std::string
      file;  ///< its path with links followed, of a script the script's, or its name; empty: not known
};

/// What a process ran when it ended. It was started by `arguments` in `environment`, and may have become
/// another program since, as a container's entry point does by `exec "$@"`: `last` is the kernel's name for
/// it (proc(5): comm), the first 15 bytes of the name of the file that it ran last. Programs rename
/// themselves, too, so that a name counts of which a word of the command line or a file in PATH tells what it
/// is; and any, if what was started is a script of a shell. The same of the same, however short it ran.
WhatRan what_ran(const std::vector<std::string>& arguments, const Environment& environment,
                 std::string_view last);

}  // namespace cel
