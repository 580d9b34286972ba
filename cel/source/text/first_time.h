// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "cel/source/logs/storage.h"

namespace cel {

/// When the first line of a log file was written, as it says itself, in microseconds since 1970; 0: it does
/// not.
std::int64_t first_time(const std::string& path, const Storage& storage);

}  // namespace cel
