// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cel/reader/show/facts.h"
#include "cel/report/report.h"

namespace cel {

/// A report as Markdown (CommonMark) for an issue tracker, at most 60 KB: a title, what is known of it, the
/// containers that its group was seen in, the traceback, and how to see it again. All that the report or the
/// host says stands in code spans and one code block, which nothing in it can end: so it is no heading, link,
/// HTML, reference or mention there. `now` in microseconds.
std::string ticket_of(const Report& report, const Occurrences& occurrences,
                      const std::vector<std::string>& containers, std::int64_t now);

/// One line of printable text as a code span.
std::string code_span(const std::string& text);

/// Lines of printable text as a code block.
std::string code_block(const std::string& text);

}  // namespace cel
