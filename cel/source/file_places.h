// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/result.h"
#include "cel/source/known_place.h"

namespace cel {

/// The files and folders that a person named.
KnownPlace files_place();

/// Standard input: where it exists, something is piped into this program. It does where it is a file, or a
/// pipe that holds bytes or whose other end is open: cron and the like give every program a pipe, which is
/// closed and empty.
KnownPlace stdin_place();

/// What `path` holds: one log file of whatever format (Docker's json-file, CRI, the journal's export format
/// or JSON, plain text; compressed by gzip, zstd or xz), a pipe or device, which are read once and as they
/// come, or a folder, in which all logs are meant that are found as Docker's, podman's and pods' are, and all
/// others named `*.log`, with those rotated from them.
Result<Sources> open_path(const std::string& path, const Wanted& wanted);

}  // namespace cel
