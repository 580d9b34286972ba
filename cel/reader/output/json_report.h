// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/report/groups.h"
#include "cel/report/report.h"

namespace cel {

/// No JSON, an object a line, or indented.
enum class JsonForm { none, lines, pretty };

/// A report as `--json` gives it (docs/cel.schema.json): what the host attests, a summary, and the record as
/// it was claimed.
Json json_of(const Report& report);

/// A group as `--json` gives it.
Json json_of(const Group& group);

/// The text of a value, with its newline.
std::string json_text(const Json& value, JsonForm form);

}  // namespace cel
