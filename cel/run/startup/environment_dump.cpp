// SPDX-License-Identifier: Apache-2.0
#include "cel/run/startup/environment_dump.h"

#include <set>
#include <string>

#include "cel/base/text.h"

namespace cel {
namespace {

bool is_the_shells(std::string_view name) {
  return name == "_" || name == "PWD" || name == "OLDPWD" || name == "SHLVL";
}

}  // namespace

void merge_dump(Environment& environment, std::string_view dump) {
  std::set<std::string_view> names;
  while (!dump.empty()) {
    const std::string_view variable = take_field(dump, '\0');
    const std::size_t equals = variable.find('=');
    if (equals != std::string_view::npos && equals > 0) {
      const std::string_view name = variable.substr(0, equals);
      names.insert(name);
      if (!is_the_shells(name)) {
        set_variable(environment, name, variable.substr(equals + 1));
      }
    }
  }
  std::erase_if(environment, [&](const std::string& variable) {
    const std::string_view name = std::string_view(variable).substr(0, variable.find('='));
    return is_variable_name(name) && !is_the_shells(name) && !names.contains(name);
  });
}

}  // namespace cel
