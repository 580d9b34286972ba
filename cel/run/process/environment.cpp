// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/environment.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/base/text.h"

namespace cel {
namespace {

// What execvp(3) takes where there is no PATH is the current folder, too; a container's usual one is this.
constexpr std::string_view kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

template <typename Variables>
auto find(Variables& environment, std::string_view name) {
  return std::find_if(environment.begin(), environment.end(), [&](const std::string& variable) {
    return variable.size() > name.size() && variable[name.size()] == '=' && variable.starts_with(name);
  });
}

}  // namespace

const char* value_of(const Environment& environment, std::string_view name) {
  const auto variable = find(environment, name);
  return variable == environment.end() ? nullptr : variable->c_str() + name.size() + 1;
}

void set_variable(Environment& environment, std::string_view name, std::string_view value) {
  std::string variable(name);
  (variable += '=') += value;
  if (const auto old = find(environment, name); old != environment.end()) {
    *old = std::move(variable);
  } else {
    environment.push_back(std::move(variable));
  }
}

void unset_variable(Environment& environment, std::string_view name) {
  if (const auto old = find(environment, name); old != environment.end()) {
    environment.erase(old);
  }
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_';
  });
}

std::string find_program(const std::string& name, const Environment& environment) {
  const char* variable = value_of(environment, "PATH");
  std::string_view path = variable != nullptr ? variable : kPath;
  while (!path.empty()) {
    const std::string_view folder = take_field(path, ':');
    std::string file = std::string(folder) + "/" + name;
    struct stat status {};
    if (!folder.empty() && stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        access(file.c_str(), X_OK) == 0) {
      return file;
    }
  }
  return {};
}

}  // namespace cel
