// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cel/source/source.h"

namespace cel {

/// A line with the tag that another program, such as a log shipper, has put into a line of its own.
struct WrappedLine {
  std::string text;
  std::int64_t time = 0;  ///< microseconds since 1970-01-01 UTC; 0: none is said
  Container container;    ///< what is said of it, in the names that log shippers use; not attested
};

/// Returns the lines with the tag that `line` wraps: in the strings of a JSON value, whatever their keys and
/// also within JSON that is a string itself; in a line `"key": "text",` of indented JSON; and in a field of
/// CSV. Before the JSON there may be `data: ` (server-sent events) or a record separator (RFC 7464). Empty
/// for any other line. Time and container are looked for beside the string, and then in the values around it.
///
/// Any bytes. Time and memory are in proportion to the line.
std::vector<WrappedLine> wrapped_lines(std::string_view line, std::string_view tag);

}  // namespace cel
