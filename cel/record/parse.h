// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// One report as it was found in an input: an object that a caller sent as JSON, or the bytes of a text.
struct RawReport {
  Json object;            ///< a JSON object, or null when the report is a text
  std::string_view text;  ///< the bytes that it was found in; a view into the input
};

/// The one report that `input` is: a JSON object, nearly valid being good enough, with at most `max_values`
/// values in it, or else a text. Any bytes.
RawReport parse_report(std::string_view input, std::size_t max_values);

/// The same with what is within `bounds` of an object.
RawReport parse_report(std::string_view input, const JsonBounds& bounds);

/// The report that `input` is of which something was left out: `start` bytes of it are whole, a marker and
/// the end follow. What there is of an object stays one: the rest of the input becomes its member `…`.
RawReport parse_cut_report(std::string_view input, std::size_t start, const JsonBounds& bounds);

}  // namespace cel
