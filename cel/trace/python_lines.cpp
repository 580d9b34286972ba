// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/python_lines.h"

#include <algorithm>

#include "cel/base/text.h"
#include "cel/trace/library_path.h"
#include "cel/trace/lines.h"

namespace cel::python {
namespace {

constexpr std::string_view kHeader = "Traceback (most recent call last):";

bool is_type_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '<' || c == '>' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_type(std::string_view word) {
  return !word.empty() && word.front() != '.' && word.back() != '.' && !(word[0] >= '0' && word[0] <= '9') &&
         std::all_of(word.begin(), word.end(), is_type_character);
}

/// Where the class's own name starts: at the first part in upper case, as classes within classes have it, or
/// else at the last part.
std::size_t class_name(std::string_view type) {
  for (std::size_t part = 0; part != std::string_view::npos;) {
    if (part < type.size() && type[part] >= 'A' && type[part] <= 'Z') {
      return part;
    }
    const std::size_t dot = type.find('.', part);
    part = dot == std::string_view::npos ? dot : dot + 1;
  }
  return type.rfind('.') + 1;
}

}  // namespace

bool is_traceback(std::string_view line) { return line.ends_with(kHeader); }

bool is_cut(std::string_view line) {
  return line.find(" bytes …") != std::string_view::npos ||
         (line.starts_with("... ") && line.ends_with(" characters ..."));
}

std::optional<std::string_view> within_margin(std::string_view line, std::size_t depth) {
  if (depth == 0) {
    return line;
  }
  const std::size_t bar = line.find_first_not_of(' ');
  if (bar != 2 * depth || line[bar] != '|') {
    return std::nullopt;
  }
  line.remove_prefix(bar + 1);
  return line.starts_with(' ') ? line.substr(1) : line;
}

std::optional<Separator> separator(std::string_view line) {
  const std::size_t plus = line.find_first_not_of(' ');
  if (plus == std::string_view::npos || plus < 2 || plus % 2 != 0) {
    return std::nullopt;
  }
  line.remove_prefix(plus);
  if (line.starts_with("+-+----")) {
    return Separator{Separator::kFirst, plus / 2 + 1};
  }
  if (!line.starts_with("+----")) {
    return std::nullopt;
  }
  const bool numbered = line.find(' ') != std::string_view::npos;
  return Separator{numbered ? Separator::kNext : Separator::kEnd, plus / 2};
}

std::optional<TextFrame> frame_line(std::string_view line) {
  constexpr std::string_view kFile = "File \"";
  constexpr std::string_view kLine = "\", line ";
  const std::size_t indent = indentation(line);  // two, unless a page or a log has folded them
  line.remove_prefix(indent);
  if (indent == 0 || !line.starts_with(kFile)) {
    return std::nullopt;
  }
  line.remove_prefix(kFile.size());
  const std::size_t file_end = line.find(kLine);
  if (file_end == std::string_view::npos) {
    return std::nullopt;
  }
  TextFrame frame;
  frame.file = line.substr(0, file_end);
  line.remove_prefix(file_end + kLine.size());
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  frame.line = whole_number(line.substr(0, digits), 0, 1U << 31U).value_or(0);
  line.remove_prefix(digits);
  for (const std::string_view in : {", in ", " in "}) {  // the latter is faulthandler's
    if (line.starts_with(in)) {
      frame.function = line.substr(in.size());
    }
  }
  frame.in_app = !is_library_path(frame.file);
  return frame;
}

const char* connector(std::string_view line) {
  if (line == "The above exception was the direct cause of the following exception:") {
    return "cause";
  }
  return line == "During handling of the above exception, another exception occurred:" ? "context" : nullptr;
}

std::optional<TypeLine> type_line(std::string_view line) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view type = line.substr(0, colon);
  if (!is_type(type)) {
    return std::nullopt;
  }
  const std::size_t name = class_name(type);
  std::string_view message = line.substr(std::min(colon + 1, line.size()));
  if (message.starts_with(' ')) {
    message.remove_prefix(1);
  }
  return TypeLine{type.substr(0, name == 0 ? 0 : name - 1), type.substr(name), message};
}

}  // namespace cel::python
