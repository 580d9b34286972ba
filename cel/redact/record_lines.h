// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

// Lists of a record whose strings are the lines of one text, which a secret may span.

/// Returns whether the list is one: all of it strings, and none with a line break of its own.
bool are_lines(const Json& list);

/// Returns the lines as one text.
std::string joined_lines(const Json& lines);

/// Puts the lines of `text`, as many as joined_lines() took, back into the list.
void split_into(Json& lines, std::string_view text);

}  // namespace cel
