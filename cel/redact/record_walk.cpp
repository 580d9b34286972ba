// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/record_walk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/letters.h"
#include "cel/redact/secret_finder.h"
#include "cel/redact/secret_shape.h"

namespace cel {
namespace {

constexpr std::size_t kBetweenLooks = 32;  // strings between two looks at the clock

std::string_view part(std::string_view text, const Secret& secret) {
  return text.substr(secret.begin, secret.end - secret.begin);
}

/// Whether fingerprints may be made of what goes by this name.
bool is_told_by(std::string_view name) {
  return name == "function" || name == "module" || name == "type" || name == "file" || name == "fingerprint";
}

/// Whether a record's own lists and objects go by this name: readers look for them, whatever CEL_REDACT
/// names.
bool is_of_record(std::string_view name) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"exceptions", "exception", "frames", "context", "lines", "locals",
                                       "notes", "link", "process", "runtime"});
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool are_strings(const Json& list) {
  return std::all_of(list.begin(), list.end(), [](const Json& each) { return each.is_string(); });
}

std::string joined(const Json& lines) {
  std::string text;
  for (const Json& line : lines) {
    (text += line.get_ref<const std::string&>()) += '\n';
  }
  text.resize(text.empty() ? 0 : text.size() - 1);
  return text;
}

/// Puts the lines of `text` back to where joined() took them from, if they are as many.
void split_into(Json& lines, std::string_view text) {
  for (Json& line : lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    line = std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool has_line_breaks(const Json& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const Json& line) {
    return line.get_ref<const std::string&>().find('\n') != std::string::npos;
  });
}

}  // namespace

void learn(std::string_view text, const std::vector<Secret>& secrets, KnownValues& known) {
  for (const Secret& secret : secrets) {
    if (secret.kind == Secret::Kind::shape || secret.kind == Secret::Kind::unread) {
      continue;
    }
    const std::string_view value = part(text, secret);
    known.add(value, secret.kind == Secret::Kind::doubtful);
    if (std::string_view("([{<").find(at_or_nul(value, 0)) == std::string_view::npos) {
      continue;
    }
    for (std::size_t at = 0; at < value.size();) {  // the strings in a list, a dictionary, an object
      const Opening opening = is_any_quote(value[at]) ? opening_at(value, at) : Opening();
      if (opening.quote == '\0') {
        ++at;
        continue;
      }
      const std::size_t end = content_end(value, opening, false);
      at = end + opening.backslashes + 1;
      if (at_or_nul(value, after_blanks(value, at)) != ':') {
        known.add(value.substr(opening.content, end - opening.content), true);
      }
    }
  }
}

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
    } else if (kind == Kind::source && are_strings(value)) {
      source_by_rules(value);
    } else {
      list_by_rules(value, kind);
    }
  }
}

void RecordWalk::string_by_rules(Json& value, std::string_view name, Kind kind) {
  const std::string_view text = value.get_ref<const std::string&>();
  std::vector<Secret> secrets;
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
  secrets = kind == Kind::source ? SecretFinder(names_, until_).in_code(text)
                                 : SecretFinder(names_, until_).in_text(text);
  if (!secrets.empty()) {
    learn(text, secrets, known_);
    value = masked(text, secrets);
  }
}

void RecordWalk::members_by_rules(Json& object, std::string_view name) {
  for (auto& [key, each] : object.get_ref<Json::object_t&>()) {
    const Kind kind = name == "locals"                                            ? Kind::value
                      : key == "context" || (name == "context" && key == "lines") ? Kind::source
                      : is_told_by(key)                                           ? Kind::name
                                                                                  : Kind::text;
    by_rules(each, key, kind);
  }
}

/// A list may be a pair of name and value, or the words of a command line.
void RecordWalk::list_by_rules(Json& list, Kind kind) {
  if (list.size() == 2 && list[0].is_string() && names_.hides(list[0].get_ref<const std::string&>())) {
    by_rules(list[1], list[0].get_ref<const std::string&>(), kind);
    return;
  }
  CommandLine line(names_);
  Announced announced;
  // The latest words, which `line` looks back at while those in the list are masked.
  std::array<std::string, 3> words;
  std::size_t count = 0;
  for (Json& each : list) {
    if (!each.is_string()) {
      by_rules(each, {}, kind);
      announced = {};
      continue;
    }
    std::string& word = words.at(count++ % words.size());
    word = each.get_ref<const std::string&>();
    if (announced.what == Announced::What::next || announced.what == Announced::What::user) {
      mask_part(each, secret_of_word(word, announced));
    }
    const std::size_t slash = word[0] == '-' ? std::string::npos : word.rfind('/');  // npos + 1 is 0
    announced = line.take(std::string_view(word).substr(slash + 1));
    // What the word before it announced may have been masked already: then it is no option.
    if (announced.what == Announced::What::rest && announced.size < word.size() &&
        each.get_ref<const std::string&>() == word) {
      mask_part(each, {announced.size, word.size(), false});
    }
    by_rules(each, {}, kind);
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
  if (has_line_breaks(lines)) {
    for (Json& line : lines) {
      string_by_rules(line, {}, Kind::source);
    }
    return;
  }
  const std::string text = joined(lines);
  const std::vector<Secret> secrets = SecretFinder(names_, until_).in_code(text);
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
  } else if (value.is_array() && value.size() > 1 && are_strings(value) && !has_line_breaks(value)) {
    const std::string text = joined(value);  // lines, which a value may go over
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
