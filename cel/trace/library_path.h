// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Whether code at `file`, the path or URL in a frame of a traceback, is not the program's own but belongs to
/// a language, its standard library, or an installed package. Told by the path alone, for every language:
/// Python, Node.js, Ruby, Go, Rust, C and C++; Java's frames name no path.
bool is_library_path(std::string_view file);

}  // namespace cel
