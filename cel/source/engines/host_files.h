// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// The host whose engines' configuration is read.
class HostFiles {
 public:
  /// `root`: the folder that its files are in, empty for `/`.
  explicit HostFiles(std::string root = {}) : root_(std::move(root)) {}

  std::string path(const std::string& absolute) const { return root_ + absolute; }

  /// The text of a configuration file; nothing where there is none, or this user may not read it. An error
  /// says why it cannot be read: it is no regular file, or larger than any.
  Result<std::optional<std::string>> text(const std::string& absolute) const;

  /// The words of the command line of root's or this user's process of a name that sees the same files as
  /// this one: a container may name its processes as it likes. Empty when there is none.
  std::vector<std::string> command_line(std::string_view name) const;

 private:
  std::string root_;
};

/// The text of a configuration file in a storage; as HostFiles::text().
Result<std::optional<std::string>> configuration_text(const Storage& storage, const std::string& path);

/// The value of the last option of a command line that has one of the names: `--data-root /x` or
/// `--data-root=/x`; empty when there is none.
std::string option_value(const std::vector<std::string>& words, const std::vector<std::string>& names);

}  // namespace cel
