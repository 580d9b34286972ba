// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace cel {

/// What the file holds, one of the kernel's; empty where there is none, as without /proc.
std::string content_of(const std::string& path);

/// The first 256 bytes of a user's file, where a script names its interpreter (BINPRM_BUF_SIZE); empty for
/// what cannot be read or is no file.
std::string start_of_file(const std::string& path);

/// The content of a user's file of at most `limit` bytes; nothing, and errno set, for all else.
std::optional<std::string> content_of_file(const std::string& path, std::size_t limit);

}  // namespace cel
