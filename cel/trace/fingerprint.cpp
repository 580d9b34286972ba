// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/fingerprint.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "cel/base/letters.h"
#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/trace/call_path.h"
#include "cel/trace/exception_chain.h"
#include "cel/trace/message_pattern.h"

namespace cel {
namespace {

constexpr std::size_t kFrames = 2;
constexpr std::size_t kLongestCycle = 8;  // of frames that call each other in a circle
constexpr std::size_t kDigestBytes = 6;

std::string digest(const std::string& text) { return "cel2:" + hex(sha256(text).data(), kDigestBytes); }

/// Versions 2 and 3 run the same programs, and their tracebacks look alike.
std::string_view language(std::string_view type) { return type.starts_with("Python") ? "Python" : type; }

/// The names from the last function on that a library called in: who set the library going does not count.
/// A function that the library only called back, such as a lambda, is no such start.
std::vector<std::string> nearest(std::vector<Call> calls) {
  std::vector<std::string> names;
  names.reserve(calls.size());
  for (Call& call : calls) {
    if (call.by_library && !names.empty() && names.back() != call.name) {
      names.clear();
    }
    names.push_back(std::move(call.name));
  }
  return names;
}

/// `names` with repeated runs of up to kLongestCycle of them folded into one.
std::vector<std::string> folded(std::vector<std::string> names) {
  std::vector<std::string> out;
  out.reserve(names.size());
  for (std::string& name : names) {
    out.push_back(std::move(name));
    for (std::size_t cycle = 1; cycle <= kLongestCycle && cycle * 2 <= out.size(); ++cycle) {
      const auto last = out.end() - static_cast<std::ptrdiff_t>(cycle);
      if (std::equal(last, out.end(), last - static_cast<std::ptrdiff_t>(cycle))) {
        out.erase(last, out.end());
        break;
      }
    }
  }
  return out;
}

bool is_stack_overflow(std::string_view type, std::string_view message) {
  return type == "RecursionError" || type == "java.lang.StackOverflowError" || type == "SystemStackError" ||
         type == "stack overflow" || message.starts_with("maximum recursion depth exceeded") ||
         message.starts_with("Maximum call stack size exceeded");
}

/// The names that occur more than once, sorted: of an endless recursion, all but its way in.
std::vector<std::string> repeated(const std::vector<Call>& calls) {
  std::vector<std::string> names;
  std::transform(calls.begin(), calls.end(), std::back_inserter(names),
                 [](const Call& call) { return call.name; });
  std::sort(names.begin(), names.end());
  std::vector<std::string> out;
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == names[i - 1] && (out.empty() || out.back() != names[i])) {
      out.push_back(names[i]);
    }
  }
  return out;
}

/// The first line of a message, with what varies taken out. A message that is a quoted sentence, as a thrown
/// string is, counts by its words.
std::string pattern_of(std::string_view message) {
  std::string_view line = message.substr(0, message.find('\n'));
  if (line.size() > 2 && is_quote(line[0]) && line.find(line[0], 1) == line.size() - 1 &&
      line.find(' ') != std::string_view::npos) {
    line = line.substr(1, line.size() - 2);
  }
  return message_pattern(line);
}

}  // namespace

std::optional<std::string> fingerprint(std::string_view record_type, const Json& exceptions) {
  if (!exceptions.is_array() || exceptions.empty() || !exceptions.front().is_object()) {
    return std::nullopt;
  }
  const std::string_view type = language(record_type);
  const Json& telling = telling_link(exceptions);
  const std::string_view message = string_at(telling, "message").value_or("");
  std::vector<Call> calls = call_path(telling, type);
  std::vector<std::string> names;
  if (is_stack_overflow(type_name(telling, type), message)) {
    names = repeated(calls);
  }
  if (names.empty()) {
    names = folded(nearest(std::move(calls)));
  }
  if (names.size() > kFrames) {
    names.erase(names.begin(), names.end() - kFrames);
  }
  std::string text = std::string(type) + chain_types(exceptions, type);
  for (const std::string& name : names) {
    (text += "\n ") += name;
  }
  const bool no_functions =
      std::all_of(names.begin(), names.end(), [](const std::string& name) { return name.ends_with(':'); });
  if (no_functions) {
    (text += "\n=") += pattern_of(message);
  }
  return digest(text);
}

std::optional<std::string> fingerprint(const Json& record) {
  const auto exceptions = record.find("exceptions");
  return exceptions == record.end() ? std::nullopt
                                    : fingerprint(string_at(record, "type").value_or(""), *exceptions);
}

std::string fingerprint_of_reason(const Json& record) {
  const std::string_view executable = string_at(record, "executable").value_or("");
  std::string text(language(string_at(record, "type").value_or("")));
  (text += '\n') += executable.substr(executable.rfind('/') + 1);
  return digest((text += "\n=") += pattern_of(string_at(record, "reason").value_or("")));
}

}  // namespace cel
