// SPDX-License-Identifier: Apache-2.0
#include "cel/record/fingerprint.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kFrames = 5;
constexpr std::size_t kSourceLine = 120;
constexpr std::size_t kLongestCycle = 8;  // of frames that call each other in a circle
constexpr std::size_t kDigestBytes = 6;

bool is_own(const Json& frame) {
  const auto in_app = frame.find("in_app");
  return in_app == frame.end() || !in_app->is_boolean() || in_app->get<bool>();
}

std::string folded_spaces(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    const bool space = c == ' ' || c == '\t';
    if (!space || out.back() != ' ') {
      out += space ? ' ' : c;
    }
  }
  return out.substr(0, kSourceLine);
}

/// The frame's own line of its source, if the record has it.
std::string source_line(const Json& frame) {
  const auto context = frame.find("context");
  if (context == frame.end() || !context->is_object() || !context->contains("lines")) {
    return {};
  }
  const Json& lines = (*context)["lines"];
  const auto line = number_at(frame, "line");
  const auto start = number_at(*context, "start");
  if (!lines.is_array() || !line || !start || *line < *start || *line - *start >= lines.size()) {
    return {};
  }
  const Json& text = lines[*line - *start];
  return text.is_string() ? folded_spaces(text.get_ref<const std::string&>()) : std::string();
}

std::string frame_name(const Json& frame) {
  const std::string_view file = string_at(frame, "file").value_or("");
  const std::string_view base = file.substr(file.rfind('/') + 1);
  const std::string_view function = string_at(frame, "function").value_or("");
  std::string name(string_at(frame, "module").value_or(base));
  name += ':';
  name += function;
  if (function == "<module>" || function == "<lambda>") {
    name += ':';
    name += source_line(frame);
  }
  return name;
}

/// Names of the frames, outermost first, with repeated runs of up to kLongestCycle of them folded into one.
std::vector<std::string> folded_names(const std::vector<const Json*>& frames) {
  std::vector<std::string> names;
  for (const Json* frame : frames) {
    names.push_back(frame_name(*frame));
    for (std::size_t cycle = 1; cycle <= kLongestCycle && cycle * 2 <= names.size(); ++cycle) {
      const auto last = names.end() - static_cast<std::ptrdiff_t>(cycle);
      if (std::equal(last, names.end(), last - static_cast<std::ptrdiff_t>(cycle))) {
        names.erase(last, names.end());
        break;
      }
    }
  }
  return names;
}

/// The names that count: of the program's own frames or, without any, of all.
std::vector<std::string> counting_names(const Json& exception) {
  std::vector<const Json*> all;
  std::vector<const Json*> own;
  const auto frames = exception.find("frames");
  if (frames != exception.end() && frames->is_array()) {
    for (const Json& frame : *frames) {
      if (frame.is_object()) {
        all.push_back(&frame);
        if (is_own(frame)) {
          own.push_back(&frame);
        }
      }
    }
  }
  std::vector<std::string> names = folded_names(own.empty() ? all : own);
  if (names.size() > kFrames) {
    names.erase(names.begin(), names.end() - kFrames);
  }
  return names;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands for a run of word characters and the marks within it: its kind, or itself with its numbers
/// taken out.
std::string token_pattern(std::string_view token) {
  if (token.find('@') != std::string_view::npos && token.find('.') != std::string_view::npos) {
    return "<email>";
  }
  if (token.find('/') != std::string_view::npos) {
    return "<path>";
  }
  const std::string_view digits = token.starts_with("0x") ? token.substr(2) : token;
  const bool all_hex = digits.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
  const bool has_digit = std::any_of(digits.begin(), digits.end(), is_digit);
  if (all_hex && has_digit && (digits.size() >= 8 || digits.size() < token.size()) &&
      digits.find_first_not_of("0123456789-") != std::string_view::npos) {
    return "<hex>";
  }
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (!is_digit(token[i])) {
      out += token[i];
    } else if (i == 0 || !is_digit(token[i - 1])) {
      out += "<n>";
    }
  }
  return out;
}

}  // namespace

std::string message_pattern(std::string_view message) {
  std::string out;
  while (!message.empty()) {
    const char first = message[0];
    const std::size_t quote_end = std::string_view("'\"`").find(first) == std::string_view::npos
                                      ? std::string_view::npos
                                      : message.find(first, 1);
    if (quote_end != std::string_view::npos) {
      out += "<str>";
      message.remove_prefix(quote_end + 1);
      continue;
    }
    std::size_t length = 0;
    while (length < message.size() &&
           (is_word(message[length]) ||
            std::string_view("./@-+").find(message[length]) != std::string_view::npos)) {
      ++length;
    }
    if (length == 0) {
      out += first;
      message.remove_prefix(1);
    } else {
      out += token_pattern(message.substr(0, length));
      message.remove_prefix(length);
    }
  }
  return folded_spaces(out);
}

std::optional<std::string> fingerprint(const Json& record) {
  const auto exceptions = record.find("exceptions");
  if (exceptions == record.end() || !exceptions->is_array() || exceptions->empty() ||
      !exceptions->front().is_object()) {
    return std::nullopt;
  }
  std::string text(string_at(record, "type").value_or(""));
  for (auto link = exceptions->rbegin(); link != exceptions->rend(); ++link) {
    if (link->is_object()) {
      text += '\n';
      text += string_at(*link, "type").value_or("");
    }
  }
  const Json& raised = exceptions->front();
  const std::vector<std::string> names = counting_names(raised);
  for (const std::string& name : names) {
    text += "\n ";
    text += name;
  }
  if (names.empty()) {
    text += "\n=" + message_pattern(string_at(raised, "message").value_or(""));
  }
  return "cel1:" + hex(sha256(text).data(), kDigestBytes);
}

}  // namespace cel
