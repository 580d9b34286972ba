// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "cel/reader/options/options.h"

namespace cel {

/// The subcommands of `cel`, a file each. They write to standard output, say what went wrong on standard
/// error, and return the exit status (exit_status.h). `now` is in microseconds since 1970-01-01 UTC.
int list_reports(const Options& options);
int list_groups(const Options& options, std::int64_t now);
int show_report(const Options& options, std::int64_t now);
int follow_reports(const Options& options);
int write_report_page(const Options& options, std::int64_t now);
int examine(const Options& options, std::int64_t now);

}  // namespace cel
