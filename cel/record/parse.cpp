// SPDX-License-Identifier: Apache-2.0
#include "cel/record/parse.h"

#include <optional>

#include "cel/base/text.h"
#include "cel/record/repair.h"

namespace cel {
namespace {

bool looks_like_object(std::string_view text) {
  text = trimmed(text);
  return text.size() >= 2 && text.front() == '{' && text.back() == '}';
}

std::optional<Json> parse_object(std::string_view text, std::size_t max_values = kNoLimit) {
  if (!looks_like_object(text)) {
    return std::nullopt;
  }
  std::optional<Json> value = parse_json(text, max_values);
  if (!value) {
    value = parse_json(repair_json(text), max_values);
  }
  return value && value->is_object() ? std::move(value) : std::nullopt;
}

/// Splits off the first line, with its newline.
std::string_view next_line(std::string_view& rest) {
  const std::size_t newline = rest.find('\n');
  const std::size_t length = newline == std::string_view::npos ? rest.size() : newline + 1;
  const std::string_view line = rest.substr(0, length);
  rest.remove_prefix(length);
  return line;
}

std::vector<RawReport> parse_lines(std::string_view input) {
  std::vector<RawReport> reports;
  std::string_view rest = input;
  const char* text_start = rest.data();
  const auto end_text = [&](const char* end) {
    const std::string_view text(text_start, static_cast<std::size_t>(end - text_start));
    if (!trimmed(text).empty()) {
      reports.push_back({nullptr, text});
    }
  };
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (std::optional<Json> object = parse_object(line)) {
      end_text(line.data());
      reports.push_back({std::move(*object), {}});
      text_start = rest.data();
    }
  }
  end_text(input.data() + input.size());
  return reports;
}

}  // namespace

std::vector<RawReport> parse_reports(std::string_view input) {
  std::vector<RawReport> reports;
  if (input.empty()) {
    return reports;
  }
  if (std::optional<Json> object = parse_object(input)) {
    reports.push_back({std::move(*object), {}});
    return reports;
  }
  std::string_view rest = input;
  if (parse_object(next_line(rest))) {
    return parse_lines(input);
  }
  reports.push_back({nullptr, input});
  return reports;
}

RawReport parse_report(std::string_view input, std::size_t max_values) {
  std::optional<Json> object = parse_object(input, max_values);
  return object ? RawReport{std::move(*object), {}} : RawReport{nullptr, input};
}

}  // namespace cel
