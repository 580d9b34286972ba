// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/run/debug/debug_words.h"
#include "cel/run/init/supervise.h"
#include "cel/run/process/environment.h"

namespace cel {

/// Copies an archive, at most 1 GiB, into a file without a name, which is no other process's to change, and
/// compares its SHA-256. http and https are what the image's curl, GNU wget or Python does, the first that
/// there is: with TLS and what it verifies in a static program, this one would be three times its size. An
/// error names the HTTP status, or what differs.
Result<Fd> fetch(const TreeSource& source, const Environment& environment, Supervisor& supervisor);

}  // namespace cel
