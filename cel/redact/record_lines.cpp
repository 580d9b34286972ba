// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/record_lines.h"

#include <algorithm>

namespace cel {

bool are_lines(const Json& list) {
  return std::all_of(list.begin(), list.end(), [](const Json& each) {
    return each.is_string() && each.get_ref<const std::string&>().find('\n') == std::string::npos;
  });
}

std::string joined_lines(const Json& lines) {
  std::string text;
  for (const Json& line : lines) {
    (text += line.get_ref<const std::string&>()) += '\n';
  }
  text.resize(text.empty() ? 0 : text.size() - 1);
  return text;
}

void split_into(Json& lines, std::string_view text) {
  for (Json& line : lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    line = std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace cel
