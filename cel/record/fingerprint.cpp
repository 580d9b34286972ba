// SPDX-License-Identifier: Apache-2.0
#include "cel/record/fingerprint.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/record/frame_name.h"
#include "cel/record/message_pattern.h"

namespace cel {
namespace {

constexpr std::size_t kFrames = 5;
constexpr std::size_t kLongestCycle = 8;  // of frames that call each other in a circle
constexpr std::size_t kDigestBytes = 6;

std::string digest(const std::string& text) { return "cel1:" + hex(sha256(text).data(), kDigestBytes); }

/// Versions 2 and 3 run the same programs, and their tracebacks look alike.
std::string_view language(std::string_view type) { return type.starts_with("Python") ? "Python" : type; }

/// Tracebacks of Python name the module of a type or not, as its version and the logger will have it.
std::string_view type_name(const Json& link, std::string_view type) {
  const std::string_view name = string_at(link, "type").value_or("");
  return type == "Python" ? name.substr(name.rfind('.') + 1) : name;
}

enum class Place { kChain, kMember, kAside };

/// Where each link stands: in the chain of the raised one, under a group's member, or aside: what failed only
/// while something was closed (Java's suppressed exceptions).
std::vector<Place> places(const Json& links) {
  std::vector<Place> place(links.size(), Place::kChain);
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto link = links[i].is_object() ? links[i].find("link") : links[i].end();
    if (link == links[i].end() || !link->is_object()) {
      continue;
    }
    const std::string_view kind = string_at(*link, "kind").value_or("");
    const std::uint64_t of = number_at(*link, "of").value_or(0);
    place[i] = of < i ? place[of] : Place::kChain;
    if (kind == "suppressed" || place[i] == Place::kAside) {
      place[i] = Place::kAside;
    } else if (kind == "group") {
      place[i] = Place::kMember;
    }
  }
  return place;
}

std::string types(const Json& links, std::string_view type) {
  const std::vector<Place> place = places(links);
  std::string text;
  std::set<std::string_view> members;
  for (std::size_t i = links.size(); i-- > 0;) {
    const std::string_view name = links[i].is_object() ? type_name(links[i], type) : std::string_view();
    if (place[i] == Place::kMember) {
      members.insert(name);
    } else if (place[i] == Place::kChain && links[i].is_object()) {
      (text += '\n') += name;
    }
  }
  for (const std::string_view name : members) {
    (text += "\n|") += name;
  }
  return text;
}

bool has_frames(const Json& link) {
  const auto frames = link.is_object() ? link.find("frames") : link.end();
  return frames != link.end() && frames->is_array() && !frames->empty();
}

/// The link whose frames count: the raised one or, as a group only gathers, its first member that was raised.
const Json& telling_link(const Json& links) {
  std::size_t telling = 0;
  for (std::size_t i = 1; i < links.size(); ++i) {
    const auto link = has_frames(links[i]) ? links[i].find("link") : links[i].end();
    if (link != links[i].end() && string_at(*link, "kind").value_or("") == "group" &&
        number_at(*link, "of") == telling) {
      telling = i;
    }
  }
  return links[telling];
}

/// The program's own frames, or all if it has none; outermost first.
std::vector<const Json*> counting_frames(const Json& exception) {
  std::vector<const Json*> all;
  std::vector<const Json*> own;
  const auto frames = exception.find("frames");
  if (frames != exception.end() && frames->is_array()) {
    for (const Json& frame : *frames) {
      if (frame.is_object()) {
        all.push_back(&frame);
        if (is_own_frame(frame)) {
          own.push_back(&frame);
        }
      }
    }
  }
  return own.empty() ? all : own;
}

std::vector<std::string> names_of(const std::vector<const Json*>& frames, std::string_view type) {
  std::vector<std::string> names;
  for (const Json* frame : frames) {
    std::string name = frame_name(*frame, type);
    if (is_nameless(*frame) && frame == frames.back()) {
      (name += ':') += source_line(*frame);
    }
    if (!name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

/// `names` with repeated runs of up to kLongestCycle of them folded into one.
std::vector<std::string> folded(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    out.push_back(name);
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
std::vector<std::string> repeated(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::vector<std::string> out;
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == names[i - 1] && (out.empty() || out.back() != names[i])) {
      out.push_back(names[i]);
    }
  }
  return out;
}

/// The first line of a message, with what varies taken out.
std::string pattern_of(std::string_view message) {
  return message_pattern(message.substr(0, message.find('\n')));
}

}  // namespace

std::optional<std::string> fingerprint(const Json& record) {
  const auto exceptions = record.find("exceptions");
  if (exceptions == record.end() || !exceptions->is_array() || exceptions->empty() ||
      !exceptions->front().is_object()) {
    return std::nullopt;
  }
  const std::string_view type = language(string_at(record, "type").value_or(""));
  const Json& telling = telling_link(*exceptions);
  const std::string_view message = string_at(telling, "message").value_or("");
  const std::vector<std::string> all = names_of(counting_frames(telling), type);
  std::vector<std::string> names;
  if (is_stack_overflow(type_name(telling, type), message)) {
    names = repeated(all);
  }
  if (names.empty()) {
    names = folded(all);
  }
  if (names.size() > kFrames) {
    names.erase(names.begin(), names.end() - kFrames);
  }
  std::string text = std::string(type) + types(*exceptions, type);
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

std::string fingerprint_of_reason(const Json& record) {
  const std::string_view executable = string_at(record, "executable").value_or("");
  std::string text(language(string_at(record, "type").value_or("")));
  (text += '\n') += executable.substr(executable.rfind('/') + 1);
  return digest((text += "\n=") += pattern_of(string_at(record, "reason").value_or("")));
}

}  // namespace cel
