// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/frame_name.h"

#include <algorithm>
#include <array>

#include "cel/trace/function_name.h"
#include "cel/trace/library_path.h"
#include "cel/trace/message_pattern.h"

namespace cel {
namespace {

using namespace std::string_view_literals;

/// Names of files that are in every other folder.
constexpr std::array kEverywhere = {"__init__"sv, "__main__"sv, "index"sv};

std::string file_name(std::string_view file) {
  if (file.starts_with('<')) {  // `<string>`, `<decorator-gen-12>`
    return message_pattern(file);
  }
  const std::size_t slash = file.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  const std::size_t dot = file.rfind('.');
  const std::size_t end = dot == std::string_view::npos || dot <= name ? file.size() : dot;
  const std::string_view stem = file.substr(name, end - name);
  if (name < 2 || std::find(kEverywhere.begin(), kEverywhere.end(), stem) == kEverywhere.end()) {
    return std::string(stem);
  }
  const std::size_t before = file.rfind('/', slash - 1);
  const std::size_t folder = before == std::string_view::npos ? 0 : before + 1;
  return std::string(file.substr(folder, end - folder));
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

std::string frame_name(const Json& frame, std::string_view type) {
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
  const bool by_file = (module.empty() && !named) || (type.starts_with("Python") && !file.empty());
  std::string name = by_file          ? file_name(file)
                     : type == "Java" ? without_java_numbers(module)
                                      : std::string(module);
  return name += ":" + function;
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
