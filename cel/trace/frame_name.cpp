// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/frame_name.h"

#include <algorithm>

#include "cel/trace/function_name.h"
#include "cel/trace/library_path.h"
#include "cel/trace/message_pattern.h"
#include "cel/trace/program_path.h"

namespace cel {
namespace {

/// The package of Go, whatever vendored it and whichever major version it is of: its last two parts.
std::string go_package(std::string_view module) {
  const std::size_t vendor = module.rfind("/vendor/");
  module = vendor == std::string_view::npos ? module : module.substr(vendor + 8);
  const std::size_t last = module.rfind('/');
  if (last == std::string_view::npos) {
    return std::string(module);
  }
  const bool version = module.substr(last).starts_with("/v") && module.size() - last > 2 &&
                       module.find_first_not_of("0123456789", last + 2) == std::string_view::npos;
  module = version ? module.substr(0, last) : module;
  const std::size_t before = module.rfind('/', module.rfind('/') - 1);
  return std::string(module.substr(before == std::string_view::npos ? 0 : before + 1));
}

/// Where a frame is, as far as that does not depend on where the program lies.
std::string place_in_program(std::string_view file, std::string_view module, std::string_view type,
                             std::string_view root) {
  if (file.starts_with('<')) {  // `<string>`, `<decorator-gen-12>`
    return message_pattern(file);
  }
  if (type.starts_with("Python")) {  // a module without a package may be called as its loader likes
    return file.empty() || module.find('.') != std::string_view::npos ? program_path_of_module(module)
                                                                      : program_path(file, root);
  }
  if (module.empty()) {
    return program_path(file, root);
  }
  return type == "Java" ? without_java_numbers(module)
         : type == "Go" ? go_package(module)
                        : std::string(module);
}

}  // namespace

bool is_own_frame(const Json& frame) {
  const auto in_app = frame.find("in_app");
  if (in_app != frame.end() && in_app->is_boolean() && !in_app->get<bool>()) {
    return false;
  }
  const std::string_view file = string_at(frame, "file").value_or("");
  const bool launcher =
      file.find("/bin/") != std::string_view::npos && string_at(frame, "function").value_or("") == "<module>";
  return !launcher && !is_library_path(file);
}

std::string frame_name(const Json& frame, std::string_view type, std::string_view root) {
  const std::string_view file = string_at(frame, "file").value_or("");
  const std::string_view module = string_at(frame, "module").value_or("");
  const std::string_view printed = string_at(frame, "function").value_or("");
  const std::string function = function_name(printed, type);
  const bool cut_out = printed.starts_with("… ");  // frames of a record that was too long
  if ((function.empty() && (file.empty() || !printed.empty())) || cut_out) {
    return {};
  }
  // A symbol of Rust has its module in it, which may come into a file of its own.
  const bool named = type == "Rust" && !function.empty();
  std::string name = named ? std::string(module) : place_in_program(file, module, type, root);
  return name += ":" + function;
}

std::string program_root(const Json::array_t& frames) {
  const auto script = std::find_if(frames.begin(), frames.end(), [](const Json& frame) {
    return !frame.is_object() || !string_at(frame, "file").value_or("").ends_with("/runpy.py");
  });
  if (script == frames.end() || !script->is_object()) {
    return {};
  }
  const std::string_view function = string_at(*script, "function").value_or("");
  if (function != "<module>" && function != "<main>") {
    return {};
  }
  std::string folder = forward_slashes(string_at(*script, "file").value_or(""));
  const bool package = folder.ends_with("/__main__.py");  // started by the name of its folder
  for (int parts = package ? 2 : 1; parts > 0; --parts) {
    const std::size_t slash = folder.rfind('/');
    folder.resize(slash == std::string::npos ? 0 : slash);
  }
  return folder;
}

std::string_view source_of(const Json& frame) {
  const auto context = frame.find("context");
  if (context == frame.end() || !context->is_object()) {
    return {};
  }
  const auto lines = context->find("lines");
  const auto line = number_at(frame, "line");
  const auto start = number_at(*context, "start");
  if (lines == context->end() || !lines->is_array() || !line || !start || *line < *start ||
      *line - *start >= lines->size()) {
    return {};
  }
  const Json& text = (*lines)[*line - *start];
  return text.is_string() ? std::string_view(text.get_ref<const std::string&>()) : std::string_view();
}

}  // namespace cel
