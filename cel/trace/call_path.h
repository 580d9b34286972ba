// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// A function on the way to a crash that counts in a fingerprint.
struct Call {
  std::string name;         ///< frame_name.h; for a frame in no function, with the line of source
  bool by_library = false;  ///< a library called it, not the program's own function before it
};

/// The calls of the program's own functions that led to `exception`, an element of a record's `exceptions`,
/// or of all functions if none is its own; outermost first. `type` is the record's. Left out is a function
/// that only hands its arguments on, as a decorator of Python's does: its caller counts as the caller of what
/// it calls.
std::vector<Call> call_path(const Json& exception, std::string_view type);

/// How many frames, from the outermost on, two exceptions came through both, at the same lines.
std::size_t shared_frames(const Json& exception, const Json& other);

/// Whether any of the frames of `exception`, but for the `outermost`, is of the program's own code.
bool has_own_frames(const Json& exception, std::size_t outermost = 0);

}  // namespace cel
