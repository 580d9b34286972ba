// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "cel/base/result.h"
#include "cel/run/tree/archive.h"

namespace cel {

/// Lays the archive in the file `fd` over the folder `root`: first all of it is read and checked, then all of
/// it is written beside its places, then everything is put there. Up to the last step an error leaves the
/// folder as it was. `say` gets a sentence per file, with its SHA-256. Links are made anew, never followed
/// out of the root, and none is made that leads there.
/// `fd` stays the caller's, and nobody else may write to its file.
Result<void> lay_tree(int fd, const std::string& root, const ArchiveBounds& bounds,
                      const std::function<void(std::string_view)>& say);

}  // namespace cel
