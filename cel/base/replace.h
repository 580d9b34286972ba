// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// What the names of folders begin with that were in another file's place, and not empty.
inline constexpr const char* kAsidePrefix = ".cel-aside.";

/// Renames `from` to `to`, both in the folder `folder`, whatever is there; no link is followed. A folder that
/// is there is removed if it is empty, else it is renamed to kAsidePrefix and random digits, and `aside`, if
/// given, is that name. Returns an errno, 0 on success.
int put_in_place(int folder, const std::string& from, const std::string& to, std::string* aside = nullptr);

/// Removes what has the name `name` in the folder, a folder as put_in_place() does. Returns an errno, 0 on
/// success, which it is, too, when there is nothing.
int clear_place(int folder, const std::string& name, std::string* aside = nullptr);

}  // namespace cel
