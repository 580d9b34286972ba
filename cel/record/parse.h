// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// One report as it was found in an input: an object that a caller sent as JSON, or the bytes of a text.
struct RawReport {
  Json object;            ///< a JSON object, or null when the report is a text
  std::string_view text;  ///< the text otherwise; a view into the input
};

/// The reports that `input` is made of, whatever its bytes, in their order:
///
/// - one JSON object, on any number of lines, nearly valid (repair.h) being good enough: one report;
/// - a JSON object on the first line and more lines: each line that is an object is a report, and the lines
/// between them are
///   reports of text, none of them dropped;
/// - anything else: one report of text.
///
/// An input of nothing but white space is a report of text, too; an empty one is no report.
std::vector<RawReport> parse_reports(std::string_view input);

/// The one report that `input` is: a JSON object, nearly valid being good enough, with at most `max_values`
/// values in it, or else a text. Any bytes.
RawReport parse_report(std::string_view input, std::size_t max_values);

}  // namespace cel
