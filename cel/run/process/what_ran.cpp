// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/what_ran.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>

#include "cel/run/process/file.h"
#include "cel/run/process/script.h"

namespace cel {
namespace {

constexpr std::size_t kCommandName = 15;  // TASK_COMM_LEN without the NUL

std::string path_of(const std::string& word, const Environment& environment) {
  return word.find('/') != std::string::npos ? word : find_program(word, environment);
}

std::string links_followed(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(path.empty() ? nullptr : realpath(path.c_str(), nullptr),
                                                    std::free);
  return real ? std::string(real.get()) : std::string();
}

/// Whether the kernel calls a process that runs the file of this path or name so.
bool is_called(std::string_view path, std::string_view name) {
  return base_name(path).substr(0, kCommandName) == name;
}

}  // namespace

WhatRan what_ran(const std::vector<std::string>& arguments, const Environment& environment,
                 std::string_view last) {
  const std::string path = path_of(arguments.front(), environment);
  WhatRan first{arguments.front(), links_followed(path)};
  const std::string interpreter = interpreter_name(interpreter_of(start_of_file(path)));
  if (last.empty() || is_called(path, last) || is_called(interpreter, last)) {
    return first;
  }
  const auto word = std::find_if(arguments.begin() + 1, arguments.end(), [&](const std::string& argument) {
    return is_called(argument, last) && !links_followed(path_of(argument, environment)).empty();
  });
  if (word != arguments.end()) {
    return {*word, links_followed(path_of(*word, environment))};
  }
  const std::string name(last);
  const bool is_in_path = name.find('/') == std::string::npos && !find_program(name, environment).empty();
  return is_in_path || is_shell(interpreter) ? WhatRan{name, name} : first;
}

}  // namespace cel
