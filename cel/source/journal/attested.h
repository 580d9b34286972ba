// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cel/source/source.h"

namespace cel {

/// The value of a journal entry's field; empty when the entry has none of that name.
using JournalField = std::function<std::string(const char* name)>;

/// Who wrote a journal entry. Any process may send any field, so the engine's fields (CONTAINER_ID_FULL and
/// its like) count only when those that journald itself adds (they begin with `_`, systemd.journal-fields(7))
/// say that dockerd or conmon sent them, from outside of a container. Else a container is known by the
/// control group of the sender, and what is in none by its unit. `log` is left empty.
Container attested(const JournalField& field);

/// A container by its control group.
struct CgroupContainer {
  std::string engine;  ///< empty when the path does not tell
  std::string id;      ///< 64 hex digits
};

/// The outermost container that a control group's path leads into, as Docker, podman, CRI-O and containerd
/// name their groups with systemd's and the cgroupfs driver; nothing for the groups of their monitors.
std::optional<CgroupContainer> container_of_cgroup(std::string_view path);

}  // namespace cel
