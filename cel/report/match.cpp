// SPDX-License-Identifier: Apache-2.0
#include "cel/report/match.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"
#include "cel/report/names.h"
#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::size_t kShortestPrefix = 4;
constexpr std::string_view kFingerprintKind = "cel2:";

struct Attested {
  const char* name;
  std::string Container::*value;
};
constexpr std::array<Attested, 9> kAttested{{{"container", &Container::name},
                                             {"engine", &Container::engine},
                                             {"image", &Container::image},
                                             {"pod", &Container::pod},
                                             {"namespace", &Container::space},
                                             {"unit", &Container::unit},
                                             {"user", &Container::user},
                                             {"host", &Container::host},
                                             {"log", &Container::log}}};

bool is_prefix(std::string_view text, std::string_view prefix) {
  return prefix.size() >= kShortestPrefix && text.starts_with(prefix);
}

bool word_matches(const Report& report, const std::string& word) {
  const Container& container = *report.container;
  for (const std::string* name : {&container.name, &container.pod, &container.unit, &container.id}) {
    if (*name == word) {
      return !word.empty();
    }
  }
  if (short_name(container) == word) {
    return true;
  }
  if (is_prefix(container.id, word) || is_prefix(report.id, word)) {
    return true;
  }
  const std::string_view digits = std::string_view(word).starts_with(kFingerprintKind)
                                      ? std::string_view(word).substr(kFingerprintKind.size())
                                      : std::string_view(word);
  const bool could_be = digits.size() >= kShortestPrefix &&
                        digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return could_be && fingerprint_of(report.record).substr(kFingerprintKind.size()).starts_with(digits);
}

/// The element of the record that `path` leads to, as text.
std::string element(const Json& record, std::string_view path) {
  const Json* value = &record;
  while (true) {
    const std::size_t dot = path.find('.');
    const auto found = value->is_object() ? value->find(path.substr(0, dot)) : value->end();
    if (!value->is_object() || found == value->end()) {
      return {};
    }
    value = &*found;
    if (dot == std::string_view::npos) {
      return value->is_string() ? value->get<std::string>() : to_line(*value);
    }
    path.remove_prefix(dot + 1);
  }
}

std::string field_of(const Report& report, const std::string& name) {
  for (const Attested& attested : kAttested) {
    if (name == attested.name) {
      return (*report.container).*attested.value;
    }
  }
  if (name == "id") {
    return report.id;
  }
  return name == "fingerprint" ? fingerprint_of(report.record) : element(report.record, name);
}

}  // namespace

Result<void> Match::add(std::string_view argument) {
  const std::size_t equals = argument.find('=');
  std::string name;
  std::string value(argument);
  if (equals != std::string_view::npos) {
    name = argument.substr(0, equals);
    value = argument.substr(equals + 1);
    if (name.empty()) {
      return Error{"'" + valid_utf8(argument) + "' names no field: write FIELD=VALUE, as in type=Python3"};
    }
  }
  if (value.empty() && name.empty()) {
    return Error{"an empty word matches nothing: name a container, a field or an id"};
  }
  const auto known =
      std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) { return field.name == name; });
  Field& field = known != fields_.end() ? *known : fields_.emplace_back(Field{name, {}});
  field.values.push_back(std::move(value));
  return {};
}

bool Match::operator()(const Report& report) const {
  return std::all_of(fields_.begin(), fields_.end(), [&](const Field& field) {
    if (field.name.empty()) {
      return std::any_of(field.values.begin(), field.values.end(),
                         [&](const std::string& word) { return word_matches(report, word); });
    }
    const std::string value = field_of(report, field.name);
    const std::string other = field.name == "user" ? user_name(*report.container) : value;
    return std::any_of(field.values.begin(), field.values.end(), [&](const std::string& pattern) {
      return fnmatch(pattern.c_str(), value.c_str(), 0) == 0 ||
             fnmatch(pattern.c_str(), other.c_str(), 0) == 0;
    });
  });
}

std::string Match::container() const {
  for (const Field& field : fields_) {
    if (field.name == "container" && field.values.size() == 1 &&
        field.values[0].find_first_of("*?[\\") == std::string::npos) {
      return field.values[0];
    }
  }
  return {};
}

}  // namespace cel
