// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// What the program that completes a record knows of the dying one. Empty strings and negative numbers mean
/// unknown.
struct Origin {
  std::string type;        ///< `type` for a report that names none
  std::string executable;  ///< `executable` for a report that names none
  std::string hostname;
  std::string id;         ///< 32 hex digits, another one for each record
  std::int64_t time = 0;  ///< seconds since 1970-01-01 UTC
  std::int64_t uid = -1;
};

/// A record of a report that is plain text: `reason` its first line that is not blank, `backtrace` the whole.
/// Any bytes.
Json record_of_text(std::string_view text, const Origin& origin);

/// Makes a record of `object`, which is a JSON object: adds the mandatory elements that it lacks
/// (docs/record.md), turns those that it has into their types, and adds what `origin` knows. A key `cel`
/// would be taken for framing, so it becomes `x_cel`. All else stays as it is, in its order.
void complete_record(Json& object, const Origin& origin);

/// Where `object` has a member `key`, which is not for its sender to set, that gets the name `x_` and the
/// key, or `x_x_` and so on where that is taken; its value and place stay.
void rename_member(Json& object, std::string_view key);

}  // namespace cel
