// SPDX-License-Identifier: Apache-2.0
#include "cel/run/redact/redact.h"

#include <utility>

#include "cel/run/redact/secret_arguments.h"
#include "cel/run/redact/secret_name.h"
#include "cel/run/redact/secret_pairs.h"
#include "cel/run/redact/secret_shape.h"
#include "cel/run/redact/secret_value.h"

namespace cel {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

std::string join(const std::vector<std::string>& parts, char separator) {
  std::string text;
  for (const std::string& part : parts) {
    (text += part) += separator;
  }
  text.resize(text.empty() ? 0 : text.size() - 1);
  return text;
}

/// Each line taken for a command line.
std::string without_arguments(std::string_view text) {
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) {
    line = join(masked_arguments(split(line, ' ')), ' ');
  }
  return join(lines, '\n');
}

}  // namespace

std::string redacted_text(std::string_view text) {
  return without_keys(without_arguments(without_pairs(without_url_passwords(std::string(text)))));
}

std::string redacted_value(std::string_view name, std::string_view value) {
  return is_secret_name(name) && !is_harmless(name, value) ? std::string(kMask) : redacted_text(value);
}

std::vector<std::string> redacted_arguments(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = masked_arguments(arguments);
  for (std::string& word : words) {
    word = redacted_text(word);
  }
  return words;
}

}  // namespace cel
