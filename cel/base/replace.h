// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// The prefix of folders that were in a file's place and were not empty.
inline constexpr const char* kAsidePrefix = ".cel-aside.";

/// Renames `from` to `to`, both in `folder`, replacing what is there without following links. A folder in the
/// place is removed if it is empty; otherwise it is renamed to kAsidePrefix and random digits, which is
/// stored in `aside`, if given. Returns an errno, 0 on success.
int put_in_place(int folder, const std::string& from, const std::string& to, std::string* aside = nullptr);

/// Removes `name` from the folder; a folder of that name as put_in_place() does. Returns an errno, 0 on
/// success or if there is nothing.
int clear_place(int folder, const std::string& name, std::string* aside = nullptr);

}  // namespace cel
