// SPDX-License-Identifier: Apache-2.0
#include "cel/run/startup/user_vars.h"

#include <dirent.h>

#include <cerrno>
#include <memory>
#include <optional>

#include "cel/base/fd.h"
#include "cel/base/text.h"
#include "cel/run/process/file.h"

namespace cel {
namespace {

constexpr std::size_t kLargest = 131'072 - 1;  // MAX_ARG_STRLEN: what execve(2) takes with name, = and NUL

/// Why this cannot be a variable, or nothing.
std::optional<std::string> fault_of(const std::string& name, const std::optional<std::string>& value) {
  if (!is_variable_name(name)) {
    return "its name is none of a variable: letters, digits and _, no digit first";
  }
  if (!value) {
    return errno_text(errno);
  }
  if (value->find('\0') != std::string::npos) {
    return "its content has a NUL byte, and no variable can";
  }
  return name.size() + 1 + value->size() > kLargest ? std::optional("it is too large for a variable")
                                                    : std::nullopt;
}

}  // namespace

std::map<std::string, std::string> read_user_vars(const std::string& folder,
                                                  const std::function<void(const std::string&)>& fault) {
  std::map<std::string, std::string> variables;
  const std::unique_ptr<DIR, int (*)(DIR*)> names(opendir(folder.c_str()), closedir);
  if (!names) {
    if (errno != ENOENT) {
      fault(folder + ": " + errno_text(errno));
    }
    return variables;
  }
  while (const dirent* entry = readdir(names.get())) {  // NOLINT(concurrency-mt-unsafe): one thread
    const std::string name = static_cast<const char*>(entry->d_name);
    if (name.front() == '.') {
      continue;
    }
    std::string path = folder;
    path.append("/").append(name);
    auto value = is_variable_name(name) ? content_of_file(path, kLargest) : std::nullopt;
    if (const auto why = fault_of(name, value)) {
      fault(valid_utf8(path) + " is left out: " + *why);
    } else {
      variables.emplace(name, std::move(*value));
    }
  }
  return variables;
}

}  // namespace cel
