// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// A non-blocking unix socket of `type` (SOCK_STREAM or SOCK_DGRAM) that is connected to `path`.
Result<Fd> connect_unix(const std::string& path, int type, const Deadline& deadline);

}  // namespace cel
