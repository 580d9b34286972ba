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
/// another version of the language, in another checkout or environment, and whether a hook saw the frame or
/// only its line of a traceback is known. `type` is the record's. Empty for a frame that does not count
/// (function_name.h).
///
/// Where: the module or, where a traceback names none, the file within the program (program_path.h), whose
/// folder `root` is, if that is known.
std::string frame_name(const Json& frame, std::string_view type, std::string_view root = {});

/// The folder that the program was started from: that of the script that runs in the outermost of `frames`;
/// empty when that is not known.
std::string program_root(const Json::array_t& frames);

/// The frame's own line of its source, if the record has it. A view into the frame.
std::string_view source_of(const Json& frame);

}  // namespace cel
