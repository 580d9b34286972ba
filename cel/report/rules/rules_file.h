// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/report/rules/group_rules.h"

namespace cel {

/// What a file of rules says, in TOML (toml.io): a table `[[group]]` for each, in the order in which they are
/// tried, with `name`, `split-by`, and a pattern or a list of them for each field that must match. At most
/// 1000 rules with 10,000 patterns. The error names line and column.
Result<std::vector<GroupRule>> parse_group_rules(std::string_view text);

/// The same of the file at `path`, of at most 1 MiB; the error names the file, too. No file is no rules
/// unless it `must_be` there.
Result<std::vector<GroupRule>> read_group_rules(const std::string& path, bool must_be);

}  // namespace cel
