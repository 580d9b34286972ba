// SPDX-License-Identifier: Apache-2.0
#include "cel/report/match.h"

#include <fnmatch.h>

#include <algorithm>
#include <utility>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/report/names.h"

namespace cel {
namespace {

constexpr std::size_t kShortestPrefix = 4;
constexpr std::size_t kSurelyId = 8;  // hex digits that are no word of a text

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_prefix(std::string_view text, std::string_view prefix) {
  return prefix.size() >= kShortestPrefix && text.starts_with(prefix);
}

/// Whether a word is hex digits, with or without the kind of a group's id before them.
bool may_name_group(std::string_view word) {
  word.remove_prefix(word.find(':') == std::string_view::npos ? 0 : word.find(':') + 1);
  return word.size() >= kShortestPrefix && is_hex(word);
}

/// Whether the word is the start of the container's or the report's id, or of a group's digits.
bool is_start_of_id(ReportFields& fields, const GroupOf& group_of, std::string_view word) {
  const Report& report = fields.report();
  if (is_prefix(report.container->id, word) || is_prefix(report.id, word)) {
    return true;
  }
  if (is_start_of_group(fields.fingerprint(), word)) {
    return true;
  }
  return group_of && may_name_group(word) && is_start_of_group(group_of(report).id, word);
}

/// Whether `text` holds `word`, whatever the case of ASCII letters, or fits it as a pattern (fnmatch(3)).
bool has_word(std::string_view text, const std::string& word, bool is_pattern) {
  if (is_pattern) {
    return fnmatch(word.c_str(), std::string(text).c_str(), FNM_CASEFOLD) == 0;
  }
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// Calls `found` with each text in which a word is looked for, until it returns true; whether it did.
template <typename Found>
bool any_text(const Report& report, const Found& found) {
  const Container& container = *report.container;
  for (const std::string* name :
       {&container.name, &container.pod, &container.unit, &container.space, &container.image}) {
    if (found(std::string_view(*name))) {
      return true;
    }
  }
  const auto has = [&](const Json& object, const char* key) {
    const auto value = object.find(key);
    return value != object.end() && value->is_string() &&
           found(std::string_view(value->get_ref<const std::string&>()));
  };
  if (found(std::string_view(short_name(container))) || has(report.record, "reason") ||
      has(report.record, "type") || has(report.record, "executable")) {
    return true;
  }
  const auto exceptions = report.record.find("exceptions");
  if (exceptions == report.record.end() || !exceptions->is_array()) {
    return false;
  }
  return std::any_of(exceptions->begin(), exceptions->end(), [&](const Json& exception) {
    if (!exception.is_object()) {
      return false;
    }
    const auto frames = exception.find("frames");
    return has(exception, "type") || has(exception, "message") ||
           (frames != exception.end() && frames->is_array() &&
            std::any_of(frames->begin(), frames->end(),
                        [&](const Json& frame) { return frame.is_object() && has(frame, "file"); }));
  });
}

bool word_matches(ReportFields& fields, const GroupOf& group_of, const std::string& word) {
  if (is_start_of_id(fields, group_of, word)) {
    return true;
  }
  if (word.starts_with("cel2:") || word.starts_with("rule1:") || (word.size() >= kSurelyId && is_hex(word))) {
    return false;
  }
  const bool is_pattern = word.find_first_of("*?[") != std::string::npos;
  return any_text(fields.report(), [&](std::string_view text) { return has_word(text, word, is_pattern); });
}

}  // namespace

bool is_start_of_group(std::string_view id, std::string_view word) {
  const std::string_view digits = id.substr(id.find(':') + 1);
  const bool with_kind = word.find(':') != std::string_view::npos;
  return with_kind ? id.starts_with(word) && word.size() >= id.size() - digits.size() + kShortestPrefix
                   : is_hex(word) && is_prefix(digits, word);
}

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
  ReportFields fields(report);
  return (*this)(fields);
}

bool Match::operator()(ReportFields& fields) const {
  return std::all_of(fields_.begin(), fields_.end(), [&](const Field& field) {
    if (field.name.empty()) {
      return std::any_of(field.values.begin(), field.values.end(),
                         [&](const std::string& word) { return word_matches(fields, group_of_, word); });
    }
    std::vector<std::string> of_group;
    if (group_of_ && (field.name == "fingerprint" || field.name == "group")) {
      const GroupId group = group_of_(fields.report());
      of_group = {field.name == "group" ? group.name : group.id};
    }
    return std::any_of(field.values.begin(), field.values.end(), [&](const std::string& pattern) {
      const auto fits = [&](const std::string& value) {
        return fnmatch(pattern.c_str(), value.c_str(), 0) == 0;
      };
      const std::vector<std::string>& values = fields.values(field.name);
      return std::any_of(of_group.begin(), of_group.end(), fits) ||
             std::any_of(values.begin(), values.end(), fits);
    });
  });
}

std::vector<std::string> Match::words() const {
  const auto found =
      std::find_if(fields_.begin(), fields_.end(), [](const Field& field) { return field.name.empty(); });
  return found == fields_.end() ? std::vector<std::string>() : found->values;
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
