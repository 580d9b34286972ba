// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cel/report/group_id.h"
#include "cel/report/groups.h"
#include "cel/report/report.h"
#include "cel/source/followed_log.h"

namespace cel {

/// No JSON, an object a line, or indented.
enum class JsonForm { none, lines, pretty };

/// What the host says of a container, without what is unknown.
Json json_of(const Container& container);

/// A report as `--json` gives it (docs/cel.schema.json): what the host attests, a summary, and the record as
/// it was claimed.
Json json_of(const Report& report, const GroupId& group);

/// A group as `--json` gives it, and how it stands.
Json json_of(const Group& group, std::string_view status);

/// What of a log was gone before it was read, as `cel follow --json` gives it.
Json json_of(const LogGap& gap);

/// The same as a sentence; `number`: so many gaps there were since the start, with this one.
std::string gap_sentence(const LogGap& gap, std::uint64_t number);

/// The text of a value, with its newline.
std::string json_text(const Json& value, JsonForm form);

}  // namespace cel
