// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/record_walk.h"

#include <algorithm>
#include <array>

#include "cel/redact/announced_secret.h"
#include "cel/redact/find_secrets.h"
#include "cel/redact/harmless.h"
#include "cel/redact/learn.h"
#include "cel/redact/record_lines.h"
#include "cel/redact/secret_shape.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

constexpr std::size_t kBetweenLooks = 32;  // strings between two looks at the clock

/// Returns whether fingerprints are made of the value of this name.
bool is_of_fingerprint(std::string_view name) {
  return name == "function" || name == "module" || name == "type" || name == "file" || name == "fingerprint";
}

/// Returns whether this is the name of a record's own list or object, which readers need, whatever CEL_REDACT
/// names.
bool is_of_record(std::string_view name) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"exceptions", "exception", "frames", "context", "lines", "locals",
                                       "notes", "link", "process", "runtime"});
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace

void RecordWalk::redact(Json& record) {
  by_rules(record, {}, Kind::text);
  if (!known_.empty()) {
    by_values(record);
  }
}

bool RecordWalk::out_of_time(Json& value) {
  if (!stopped_ && until_ != nullptr && strings_++ % kBetweenLooks == 0) {
    stopped_ = until_->passed();
  }
  if (stopped_) {
    value = kUnread;
  }
  return stopped_;
}

void RecordWalk::by_rules(Json& value, std::string_view name, Kind kind) {
  if (value.is_string()) {
    string_by_rules(value, name, kind);
  } else if (value.is_number()) {
    const std::string digits = value.dump();
    if ((!name.empty() && names_.hides(name) && !is_harmless(name, digits)) ||
        (digits.size() >= 13 && is_card_number(digits))) {
      value = kMask;
    }
  } else if (value.is_structured()) {
    if (!name.empty() && !value.empty() && !is_of_record(name) && names_.hides(name)) {
      learn_all(value);
      value = kMask;
    } else if (value.is_object()) {
      members_by_rules(value, name);
    } else if (kind == Kind::source && are_lines(value)) {
      source_by_rules(value);
    } else {
      list_by_rules(value, kind);
    }
  }
}

void RecordWalk::string_by_rules(Json& value, std::string_view name, Kind kind) {
  const std::string_view text = value.get_ref<const std::string&>();
  if (kind == Kind::name) {
    return;
  }
  if (!name.empty() && names_.hides(name)) {
    const Opening opening = kind == Kind::value ? opening_at(text, 0) : Opening();
    const std::size_t end = opening.quote == '\0' ? text.size() : content_end(text, opening, false);
    const std::string_view content = text.substr(opening.content, end - opening.content);
    if (is_harmless(name, content)) {
      return;
    }
    learn(text, {{opening.content, end, Secret::Kind::named}}, known_);
    value = kMask;
    return;
  }
  if (out_of_time(value)) {
    return;
  }
  const std::vector<Secret> secrets =
      kind == Kind::source ? secrets_in_code(names_, text, until_) : secrets_in_text(names_, text, until_);
  if (!secrets.empty()) {
    learn(text, secrets, known_);
    value = masked(text, secrets);
  }
}

void RecordWalk::members_by_rules(Json& object, std::string_view name) {
  for (auto& [key, each] : object.get_ref<Json::object_t&>()) {
    const Kind kind = name == "locals"                                            ? Kind::value
                      : key == "context" || (name == "context" && key == "lines") ? Kind::source
                      : is_of_fingerprint(key)                                    ? Kind::name
                                                                                  : Kind::text;
    by_rules(each, key, kind);
  }
}

/// Redacts a list, which may be a pair of name and value or the words of a command line.
void RecordWalk::list_by_rules(Json& list, Kind kind) {
  if (list.size() == 2 && list[0].is_string() && names_.hides(list[0].get_ref<const std::string&>())) {
    by_rules(list[1], list[0].get_ref<const std::string&>(), kind);
    return;
  }
  std::vector<std::string_view> words;
  for (const Json& each : list) {
    words.push_back(each.is_string() ? std::string_view(each.get_ref<const std::string&>()) : "");
  }
  const std::vector<Value> secrets = secrets_of_words(names_, words);
  for (std::size_t i = 0; i < list.size(); ++i) {
    mask_part(list[i], secrets[i]);
    by_rules(list[i], {}, kind);
  }
}

void RecordWalk::mask_part(Json& text, const Value& secret) {
  if (!secret.empty()) {
    const std::string whole = text.get<std::string>();
    const std::vector<Secret> secrets = {{secret.begin, secret.end, Secret::Kind::named}};
    learn(whole, secrets, known_);
    text = masked(whole, secrets);
  }
}

void RecordWalk::source_by_rules(Json& lines) {
  if (out_of_time(lines)) {
    return;
  }
  const std::string text = joined_lines(lines);
  const std::vector<Secret> secrets = secrets_in_code(names_, text, until_);
  if (!secrets.empty()) {
    learn(text, secrets, known_);
    split_into(lines, masked(text, secrets, true));
  }
}

void RecordWalk::learn_all(const Json& value) {
  if (value.is_string()) {
    known_.add(value.get_ref<const std::string&>(), true);
  } else if (value.is_structured()) {
    for (const Json& each : value) {
      learn_all(each);
    }
  }
}

void RecordWalk::by_values(Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (const std::vector<Secret> found = known_.in_text(text); !found.empty() && !out_of_time(value)) {
      value = masked(text, found);
    }
  } else if (value.is_object()) {
    for (auto& [key, each] : value.get_ref<Json::object_t&>()) {
      by_values(each);
    }
  } else if (value.is_array() && value.size() > 1 && are_lines(value)) {
    const std::string text = joined_lines(value);
    if (const std::vector<Secret> found = known_.in_text(text); !found.empty()) {
      split_into(value, masked(text, found, true));
    }
  } else if (value.is_array()) {
    for (Json& each : value) {
      by_values(each);
    }
  }
}

}  // namespace cel
