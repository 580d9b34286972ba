// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// Whether a frame of a record's `exceptions` is of the program's own code: not where the record or the path
/// says that it is a library's, nor the line of a launcher in a `bin` folder.
bool is_own_frame(const Json& frame);

/// What a frame counts by in a fingerprint, `<where>:<function>`: the same after a changed line number, in
/// another version of the language, and whether a hook saw the frame or only its line of a traceback is
/// known. `type` is the record's. Empty for a frame that does not count (function_name.h).
///
/// Where: in Python the file, since a traceback names no module; in other languages the module, or the file.
/// Of a file its name without folders and suffix, but with one folder for `__init__`, `index` and the like.
std::string frame_name(const Json& frame, std::string_view type);

/// The frame's own line of its source, if the record has it. A view into the frame.
std::string_view source_of(const Json& frame);

}  // namespace cel
