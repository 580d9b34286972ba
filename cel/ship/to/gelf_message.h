// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/ship/to/report_view.h"

namespace cel {

/// A report as a message of GELF 1.1 (go2docs.graylog.org, "GELF"): facts are additional fields, whose names
/// are ours alone, and none is `_id`, which Graylog keeps for itself.
Json gelf_message(const ReportView& report);

}  // namespace cel
