// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/base/result.h"
#include "cel/source/followed_log.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// Follows a log file (Docker's json-file, CRI, plain lines; a line tells by itself what it is), which may be
/// rotated, truncated, removed and made anew, or not be there yet; or a folder with all files `*.log` in it,
/// at most five folders deep, that are there or appear; or `-`, standard input, until its end. `storage` is
/// the one that the path was found in; `pods` as that of LogOwners.
Result<std::unique_ptr<LogWatch>> follow_path(const std::string& path, const Wanted& wanted,
                                              const Storage& storage = {}, const std::string& pods = {});

}  // namespace cel
