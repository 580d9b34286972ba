// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/chain.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "cel/base/text.h"
#include "cel/reader/output/printable.h"
#include "cel/trace/last_trace.h"
#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::size_t kMaxLinks = 100;  // the hooks send 20

const Json* member(const Json& object, std::string_view key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string printable_at(const Json& object, std::string_view key) {
  return printable(string_at(object, key).value_or(""));
}

/// A value as a hook sent it: text, or else the JSON itself.
std::string value_text(const Json& value) {
  return printable(value.is_string() ? value.get_ref<const std::string&>() : to_line(value));
}

std::vector<Chain::SourceLine> source_of(const Json& frame, std::uint64_t line) {
  std::vector<Chain::SourceLine> source;
  const Json* context = member(frame, "context");
  if (context == nullptr || !context->is_object()) {
    return source;
  }
  const Json* lines = member(*context, "lines");
  std::uint64_t number = number_at(*context, "start").value_or(0);
  if (lines == nullptr || !lines->is_array() || number == 0) {
    return source;
  }
  for (const Json& text : *lines) {
    if (text.is_string()) {
      source.push_back({number, printable_source(text.get_ref<const std::string&>()), number == line});
    }
    ++number;
  }
  return source;
}

Chain::Frame frame_of(const Json& json) {
  Chain::Frame frame;
  frame.file = printable_at(json, "file");
  frame.function = printable_at(json, "function");
  frame.line = number_at(json, "line").value_or(0);
  const Json* in_app = member(json, "in_app");
  frame.own = in_app == nullptr || !in_app->is_boolean() || in_app->get<bool>();
  frame.source = source_of(json, frame.line);
  if (const Json* locals = member(json, "locals"); locals != nullptr && locals->is_object()) {
    for (const auto& [name, value] : locals->items()) {
      frame.locals.push_back({printable(name), value_text(value)});
    }
  }
  return frame;
}

/// As Python prints it: the module tells nothing for what is built in or the program's main one.
std::string full_type(const Json& exception) {
  std::string type = printable_at(exception, "type");
  const std::string_view module = string_at(exception, "module").value_or("");
  if (type.empty()) {
    type = "(no type)";
  }
  if (module.empty() || module == "builtins" || module == "__builtin__" || module == "exceptions" ||
      module == "__main__") {
    return type;
  }
  return printable(module) + '.' + type;
}

Chain::Link link_of(const Json& exception) {
  Chain::Link link;
  link.type = full_type(exception);
  link.message = printable_lines(string_at(exception, "message").value_or(""));
  if (!link.message.empty() && tells_type(link.message.front(), link.type)) {
    link.type = std::exchange(link.message.front(), {});
  }
  if (const Json* notes = member(exception, "notes"); notes != nullptr && notes->is_array()) {
    for (const Json& note : *notes) {
      if (note.is_string()) {
        const std::vector<std::string> lines = printable_lines(note.get_ref<const std::string&>());
        link.notes.insert(link.notes.end(), lines.begin(), lines.end());
      }
    }
  }
  if (const Json* frames = member(exception, "frames"); frames != nullptr && frames->is_array()) {
    for (const Json& frame : *frames) {
      if (frame.is_object()) {
        link.frames.push_back(frame_of(frame));
      }
    }
  }
  if (const Json* omitted = member(exception, "omitted_frames"); omitted != nullptr && omitted->is_object()) {
    link.omitted = number_at(*omitted, "count").value_or(0);
    link.omitted_after =
        std::min<std::uint64_t>(number_at(*omitted, "after").value_or(0), link.frames.size());
  }
  return link;
}

/// Puts the exceptions, which say each on which one before it they hang, into reading order.
class Order {
 public:
  explicit Order(const Json& exceptions, Chain& chain)
      : exceptions_(exceptions), chain_(chain), children_(std::min(exceptions.size(), kMaxLinks)) {
    for (std::size_t i = 1; i < children_.size(); ++i) {
      children_[parent_of(i)].push_back(i);
    }
    if (!children_.empty()) {
      add(0, 0, Chain::Member::none);
    }
    chain_.links_left_out = exceptions.size() - children_.size();
  }

 private:
  std::string_view kind_of(std::size_t index) const {
    const Json* link = exceptions_[index].is_object() ? member(exceptions_[index], "link") : nullptr;
    return link != nullptr && link->is_object() ? string_at(*link, "kind").value_or("") : "";
  }

  /// Always less than `index`, so that there is no circle.
  std::size_t parent_of(std::size_t index) const {
    if (kind_of(index).empty()) {
      return index - 1;
    }
    const auto of = number_at(*member(exceptions_[index], "link"), "of");
    return of && *of < index ? static_cast<std::size_t>(*of) : 0;
  }

  void add(std::size_t index, std::size_t depth, Chain::Member membership) {
    Chain::Before before = Chain::Before::nothing;
    for (const std::size_t child : children_[index]) {
      const std::string_view kind = kind_of(child);
      if (kind != "group" && kind != "suppressed") {
        add(child, depth, Chain::Member::none);
        before = kind == "context" ? Chain::Before::context : Chain::Before::cause;
      }
    }
    Chain::Link link = exceptions_[index].is_object() ? link_of(exceptions_[index]) : Chain::Link{};
    link.before = before;
    link.member = membership;
    link.depth = depth;
    chain_.links.push_back(std::move(link));
    for (const std::size_t child : children_[index]) {
      const std::string_view kind = kind_of(child);
      if (kind == "group" || kind == "suppressed") {
        add(child, depth + 1, kind == "group" ? Chain::Member::group : Chain::Member::suppressed);
      }
    }
  }

  const Json& exceptions_;
  Chain& chain_;
  std::vector<std::vector<std::size_t>> children_;
};

/// The lines of `text`, without those at its start that say again what the reason says.
std::vector<std::string> text_lines(std::string_view text, std::string_view reason) {
  text = trimmed(text).empty() ? std::string_view() : text;
  if (!reason.empty() && text.starts_with(reason)) {
    text.remove_prefix(reason.size());
  }
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  std::vector<std::string> lines = printable_lines(text);
  while (!lines.empty() && trimmed(lines.back()).empty()) {
    lines.pop_back();
  }
  return lines;
}

}  // namespace

Chain chain_of(const Json& record) {
  Chain chain;
  if (const Json* exceptions = member(record, "exceptions");
      exceptions != nullptr && exceptions->is_array() && !exceptions->empty()) {
    const Order order(*exceptions, chain);
    return chain;
  }
  const std::string_view text = string_at(record, "backtrace").value_or("");
  const std::string_view reason = string_at(record, "reason").value_or("");
  if (const std::optional<Trace> trace = parse_trace(text, string_at(record, "type").value_or(""))) {
    const Order order(trace->exceptions, chain);
    chain.text_before = text_lines(text.substr(0, trace->offset), reason);
    chain.text_after = text_lines(text.substr(trace->offset + trace->length), {});
  } else {
    chain.text_before = text_lines(text, reason);
  }
  return chain;
}

}  // namespace cel
