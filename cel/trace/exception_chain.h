// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

// What counts in a fingerprint of a record's `exceptions`, the raised one first. `language` is the record's
// `type`, `Python` for both versions of it.

/// The name of a link's type. Of Python's the last part: whether a traceback names the module depends on the
/// version and on who printed it.
std::string_view type_name(const Json& link, std::string_view language);

/// The types of the raised exception and all that it is chained to, a line each, the cause of all first; then
/// which types are under the members of groups, each once, as how many fail depends on chance. Not what
/// failed while something was closed (Java's suppressed exceptions), nor, where any of the program's own
/// frames tell, what a library raised and caught within itself: another release of it does that differently.
std::string chain_types(const Json& links, std::string_view language);

/// The link whose frames count: the raised one or, where that only wraps a cause or gathers a group, the
/// cause or the first member, and so on; no cause without frames of the program's own, if the wrapper has
/// some.
const Json& telling_link(const Json& links);

}  // namespace cel
