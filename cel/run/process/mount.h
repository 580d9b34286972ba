// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// A line of /proc/self/mountinfo, whose text the views are of (proc(5)).
struct Mount {
  std::string_view root;   ///< what is mounted, within its file system
  std::string_view point;  ///< where it is
  std::string_view type;
  std::string_view options;  ///< of the file system
};

/// Takes the first line off.
Mount take_mount(std::string_view& mountinfo);

}  // namespace cel
