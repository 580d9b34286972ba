// SPDX-License-Identifier: Apache-2.0
#include "cel/hooks/hook_variable.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cel/base/letters.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::string_view kVolumeMark = "{volume}";

bool is_upper_case_name(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

std::string with_volume(std::string_view value, std::string_view volume) {
  std::string text(value);
  for (std::size_t at = text.find(kVolumeMark); at != std::string::npos;
       at = text.find(kVolumeMark, at + volume.size())) {
    text.replace(at, kVolumeMark.size(), volume);
  }
  return text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    if (const std::string_view word = take_field(text, ' '); !word.empty()) {
      words.emplace_back(word);
    }
  }
  return words;
}

/// Reads a line of what tells about the language's programs; whether it is one.
bool take_runtime(std::string_view key, std::string_view line, std::string_view volume, HookVariable& hook) {
  if (line.empty()) {
    return false;
  }
  if (key == "program") {
    hook.program = line;
  } else if (key == "runtimes") {
    hook.runtimes = words_of(line);
  } else if (key == "check") {
    hook.check = words_of(with_volume(line, volume));
  } else if (key == "oldest") {
    hook.oldest = line;
  } else {
    return false;
  }
  return true;
}

/// Reads `before with colon` into `hook`; whether it makes sense.
bool take_join(std::string_view words, HookVariable& hook) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSeparators = {
      {{"colon", ":"}, {"space", " "}, {"nothing", ""}}};
  const std::string_view side = take_field(words, ' ');
  const std::string_view with = take_field(words, ' ');
  const auto* const found = std::find_if(kSeparators.begin(), kSeparators.end(),
                                         [words](const auto& each) { return each.first == words; });
  if ((side != "before" && side != "after") || with != "with" || found == kSeparators.end()) {
    return false;
  }
  hook.before = side == "before";
  hook.separator = found->second;
  return true;
}

}  // namespace

Result<HookVariable> parse_hook_variable(std::string_view text, std::string_view volume) {
  HookVariable hook;
  bool joins = false;
  while (!text.empty()) {
    std::string_view line = trimmed(take_field(text, '\n'));
    if (line.empty() || line.front() == '#') {
      continue;
    }
    const std::string shown = quoted(one_line(line));
    const std::string_view key = take_field(line, ' ');
    if (key == "variable" && is_upper_case_name(line)) {
      hook.name = line;
    } else if (key == "value" && line.find(kVolumeMark) != std::string_view::npos) {
      hook.value = with_volume(line, volume);
    } else if (key == "join" && take_join(line, hook)) {
      joins = true;
    } else if (!take_runtime(key, line, volume, hook)) {
      return Error{shown + " is not understood"};
    }
  }
  if (hook.name.empty() || hook.value.empty() || !joins) {
    return Error{"a line is missing: variable, value or join"};
  }
  return hook;
}

std::string joined_value(const HookVariable& hook, std::string_view held) {
  const auto framed = [&hook](std::string_view text) {
    return hook.separator + std::string(text) + hook.separator;
  };
  if (framed(held).find(framed(hook.value)) != std::string::npos) {
    return std::string(held);
  }
  if (held.empty()) {
    return hook.value;
  }
  return hook.before ? hook.value + hook.separator + std::string(held)
                     : std::string(held) + hook.separator + hook.value;
}

std::string held_value(const HookVariable& hook, std::string_view joined) {
  std::string_view rest = joined;
  if (hook.before && rest.starts_with(hook.value)) {
    rest.remove_prefix(hook.value.size());
    rest.remove_prefix(rest.starts_with(hook.separator) ? hook.separator.size() : 0);
  } else if (!hook.before && rest.ends_with(hook.value)) {
    rest.remove_suffix(hook.value.size());
    rest.remove_suffix(rest.ends_with(hook.separator) ? hook.separator.size() : 0);
  }
  return std::string(rest);
}

}  // namespace cel
