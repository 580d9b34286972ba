// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/traceback_filter.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/trace/lines.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

/// What a runtime says of an error that nothing caught.
constexpr std::array<std::string_view, 10> kUncaughtMarks = {"Exception in thread ",
                                                             "Unhandled exception",
                                                             "Unhandled Exception",
                                                             "Uncaught ",
                                                             "panic: ",
                                                             "fatal error: ",
                                                             "Fatal error: ",
                                                             "terminate called ",
                                                             "libc++abi: ",
                                                             "Fatal Python error: "};

std::string_view string_of(const Json& object, const char* key) {
  return string_at(object, key).value_or("");
}

bool has_frames(const Trace& trace) {
  return std::any_of(trace.exceptions.begin(), trace.exceptions.end(), [](const Json& link) {
    const Json* frame = innermost_frame(link);
    return frame != nullptr && (!string_of(*frame, "file").empty() || !string_of(*frame, "function").empty());
  });
}

/// `shop.OutOfStock`, whose name does not say that it is an error, but which is a class in a package.
bool is_class(std::string_view type) {
  const std::size_t dot = type.rfind('.');
  return dot != std::string_view::npos && is_upper(at_or_nul(type, dot + 1)) && !type.ends_with(".State") &&
         !type.ends_with("Warning");
}

bool is_uncaught(std::string_view line) {
  return std::any_of(kUncaughtMarks.begin(), kUncaughtMarks.end(),
                     [line](std::string_view mark) { return line.find(mark) != std::string_view::npos; });
}

/// Whether a stack under a header is an error's: a program prints its stack for other reasons, too
/// (Thread.dumpStack, jstack, console.trace, process warnings).
bool is_error_stack(const TraceCandidate& candidate) {
  const Json& raised = candidate.trace.exceptions.front();
  const std::string_view type = string_of(raised, "type");
  if (string_of(raised, "message") == "Stack trace" &&
      candidate.text.find("Thread.dumpStack(") != std::string_view::npos) {
    return false;
  }
  return names_an_error(type) || is_uncaught(candidate.first) || is_class(type);
}

/// Whether the words of a language's runtime are there that tell a death from a message which looks like it.
bool is_error(const TraceCandidate& candidate) {
  const std::string_view type = candidate.trace.type;
  if (type == "NodeJS") {
    return candidate.first.starts_with("FATAL ERROR: ")
               ? candidate.text.find("JavaScript heap out of memory") != std::string_view::npos ||
                     candidate.text.find("v8::") != std::string_view::npos ||
                     candidate.text.find("node::") != std::string_view::npos
           : has_frames(candidate.trace) ? is_error_stack(candidate)
                                         : candidate.text.find("Node.js v") != std::string_view::npos;
  }
  if (type == "Java" && !candidate.first.starts_with('#')) {
    return has_frames(candidate.trace) && is_error_stack(candidate);
  }
  if (type == ".NET") {
    return is_error_stack(candidate);
  }
  if (type == "Ruby") {
    return has_frames(candidate.trace) &&
           (candidate.first.find(":in ") != std::string_view::npos ||
            names_an_error(string_of(candidate.trace.exceptions.front(), "type")));
  }
  if (type == "Lua") {
    return has_frames(candidate.trace) &&
           (candidate.first.starts_with("lua") || candidate.first.find(".lua:") != std::string_view::npos);
  }
  if (candidate.first.starts_with("terminate called ")) {
    constexpr std::array<std::string_view, 3> kTerminations = {"after throwing ", "without an active ",
                                                               "recursively"};
    const std::string_view how = candidate.first.substr(std::string_view("terminate called ").size());
    return std::any_of(kTerminations.begin(), kTerminations.end(),
                       [how](std::string_view start) { return how.starts_with(start); });
  }
  return type == "C++" || type == "OCaml" || type == "Kotlin" || type == "Java" ||
         candidate.first.starts_with("Fatal Python error: ") || has_frames(candidate.trace);
}

/// Whether the traceback stands in a document, in an interactive session or in source code.
bool is_quoted(const TraceCandidate& candidate) {
  const std::string_view above = unindented(candidate.above);
  const bool indented =
      candidate.prefix.empty() && (candidate.first.starts_with(' ') || candidate.first.starts_with('\t'));
  return (indented && !candidate.first.starts_with("  + ")) || above.starts_with("```") ||
         above.starts_with(">>> ") || above.starts_with("... ") || above.starts_with("~~~");
}

}  // namespace

const Json* innermost_frame(const Json& link) {
  const auto frames = link.find("frames");
  return frames == link.end() || !frames->is_array() || frames->empty() ? nullptr : &frames->back();
}

bool is_of_error(const TraceCandidate& candidate) {
  const LogLevel level = level_of(candidate.prefix);
  const bool is_dump = level == LogLevel::debug || level == LogLevel::info;
  const bool is_set_apart = !candidate.prefix.empty() &&
                            std::none_of(candidate.prefix.begin(), candidate.prefix.end(), is_alphanumeric);
  const bool is_typed = !string_of(candidate.trace.exceptions.front(), "type").empty();
  return is_typed && !is_dump && !is_set_apart && !is_quoted(candidate) && is_error(candidate);
}

std::optional<bool> was_handled(const TraceCandidate& candidate) {
  if (is_uncaught(candidate.first) || candidate.trace.type == "Rust") {
    return false;
  }
  const bool served = candidate.first.find("panic serving ") != std::string_view::npos;
  const LogLevel level = level_of(candidate.prefix.empty() ? candidate.above : candidate.prefix);
  return served || level == LogLevel::error ? std::optional(true) : std::nullopt;
}

bool is_in_thread(const TraceCandidate& candidate) {
  return candidate.first.starts_with("Exception in thread ") ||
         (candidate.trace.type == "Rust" && !candidate.first.starts_with("thread 'main'"));
}

}  // namespace cel
