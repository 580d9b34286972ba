// SPDX-License-Identifier: Apache-2.0
#include "cel/record/parse.h"

#include <optional>
#include <utility>

#include "cel/base/text.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kKeptRest = 4096;  // bytes of what comes behind the start of an object

bool looks_like_object(std::string_view text) {
  text = trimmed(text);
  return text.size() >= 2 && text.front() == '{' && text.back() == '}';
}

RawReport report_of(std::optional<Json> value, std::string_view input) {
  return value && value->is_object() ? RawReport{std::move(*value), input} : RawReport{nullptr, input};
}

}  // namespace

RawReport parse_report(std::string_view input, std::size_t max_values) {
  if (!looks_like_object(input)) {
    return {nullptr, input};
  }
  std::optional<Json> value = parse_json(input, max_values);
  return report_of(value ? std::move(value) : parse_nearly_json(input, max_values), input);
}

RawReport parse_report(std::string_view input, const JsonBounds& bounds) {
  return looks_like_object(input) ? report_of(parse_bounded_json(input, bounds), input)
                                  : RawReport{nullptr, input};
}

RawReport parse_cut_report(std::string_view input, std::size_t start, const JsonBounds& bounds) {
  RawReport report = parse_report(input, bounds);
  if (!report.object.is_null() || !trimmed(input).starts_with('{')) {
    return report;
  }
  Json object = parse_start_of_json(input.substr(0, start), bounds);
  if (!object.is_object() || object.empty()) {
    return report;
  }
  object["…"] = valid_utf8(keep_ends(trimmed(input.substr(start)), kKeptRest));
  report.object = std::move(object);
  return report;
}

}  // namespace cel
