// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/mount.h"

#include "cel/base/text.h"

namespace cel {

Mount take_mount(std::string_view& mountinfo) {
  constexpr std::string_view kEndOfFixed = " - ";  // the fields before it are of any number
  std::string_view line = take_field(mountinfo, '\n');
  const std::size_t end = line.find(kEndOfFixed);
  std::string_view fixed = line.substr(0, end);
  for (int field = 0; field < 3; ++field) {
    take_field(fixed, ' ');
  }
  Mount mount;
  mount.root = take_field(fixed, ' ');
  mount.point = take_field(fixed, ' ');
  line.remove_prefix(end == std::string_view::npos ? line.size() : end + kEndOfFixed.size());
  mount.type = take_field(line, ' ');
  take_field(line, ' ');
  mount.options = line;
  return mount;
}

}  // namespace cel
