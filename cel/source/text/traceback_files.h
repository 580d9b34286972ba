// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/source/lines/piece.h"
#include "cel/source/logs/storage.h"
#include "cel/source/source.h"

namespace cel {

/// The tracebacks in a container's log that is kept in regular files, oldest first, which may be compressed:
/// a bare record each. The files are searched from the oldest on in either direction, in blocks, and read a
/// second time beside what text_files() reads of them.
std::unique_ptr<Source> traceback_files(std::vector<std::string> paths,
                                        std::shared_ptr<const Container> container, TextFormat format,
                                        const Wanted& wanted, Storage storage = {});

}  // namespace cel
