// SPDX-License-Identifier: Apache-2.0
//
// Java, as java.lang.Throwable.printStackTrace documents it:
//
//   Exception in thread "main" shop.ShopException: message
//   	at shop.Cart.total(Cart.java:12)
//   	Suppressed: java.io.IOException
//   		at …
//   Caused by: java.lang.ArithmeticException: / by zero
//   	at java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
//   	... 1 more

#include <array>

#include "cel/base/text.h"
#include "cel/trace/header.h"
#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kJavaMessageLines = 20;

/// Packages of the language and of the frameworks that most stacks go through: nothing in a frame tells where
/// its class was loaded from.
constexpr std::array<std::string_view, 24> kLibraries = {
    "java.",       "javax.",         "jdk.",         "sun.",
    "com.sun.",    "jakarta.",       "kotlin.",      "kotlinx.",
    "scala.",      "groovy.",        "clojure.",     "org.springframework.",
    "org.apache.", "org.hibernate.", "org.eclipse.", "org.junit.",
    "io.netty.",   "io.undertow.",   "reactor.",     "rx.",
    "com.google.", "com.fasterxml.", "com.zaxxer.",  "okhttp3."};

bool is_library(std::string_view name) {
  const auto starts = [name](std::string_view prefix) { return name.starts_with(prefix); };
  return std::any_of(kLibraries.begin(), kLibraries.end(), starts) ||
         name.find("$$Lambda") != std::string_view::npos || name.find("$Proxy") != std::string_view::npos;
}

std::optional<TextFrame> java_frame(std::string_view line) {
  line = unindented(line);
  const std::size_t open = line.rfind('(');
  if (!line.starts_with("at ") || open == std::string_view::npos || line[open - 1] == ' ') {
    return std::nullopt;
  }
  const std::size_t close = line.find(')', open);
  std::string_view name = line.substr(3, open - 3);
  if (close == std::string_view::npos || name.find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t loader = name.rfind('/');  // `app//`, `java.base/`; not that of a hidden class, `/0x…`
  if (loader != std::string_view::npos && !name.substr(loader).starts_with("/0x")) {
    name.remove_prefix(loader + 1);
  }
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return std::nullopt;
  }
  TextFrame frame;
  frame.module = name.substr(0, dot);
  frame.function = name.substr(dot + 1);
  frame.in_app = !is_library(frame.module);
  if (const auto place = place_of(line.substr(open + 1, close - open - 1))) {
    frame.file = place->file;
    frame.line = place->line;
  }
  return frame;
}

/// `... 12 more`: how many frames are those of the exception that this one is linked to.
std::optional<std::size_t> more(std::string_view line) {
  constexpr std::string_view kDots = "... ";
  line = unindented(line);
  if (!line.starts_with(kDots)) {
    return std::nullopt;
  }
  line.remove_prefix(kDots.size());
  return whole_number(line.substr(0, line.find(' ')), 0, kMaxFrames).value_or(0);
}

class JavaParser {
 public:
  explicit JavaParser(const Lines& at) : lines_(at) {}

  void add(std::string_view type, std::string message, std::size_t indent, const char* kind) {
    TextLink link;
    link.type = type;
    link.message = std::move(message);
    link.frames = TextFrames(FrameOrder::kInnermostFirst);
    link.kind = kind;
    for (std::size_t i = links_.size(); i-- > 0;) {
      if (indents_[i] < indent || (indents_[i] == indent && kind == kCause)) {
        link.of = i;
        break;
      }
    }
    links_.push_back(std::move(link));
    indents_.push_back(indent);
  }

  void frames() {
    for (; !lines_.at_end(); lines_.next()) {
      if (const auto frame = java_frame(lines_.line())) {
        links_.back().frames.add(*frame);
      } else if (const auto count = more(lines_.line()); !count) {
        return;
      } else if (links_.size() > 1) {
        links_.back().frames.add_outermost_of(links_[links_.back().of].frames, *count);
      }
    }
  }

  /// `Caused by:` or `Suppressed:` and what belongs to it; false for any other line.
  bool linked() {
    std::string_view line = unindented(lines_.line());
    const char* kind = line.starts_with("Caused by: ")    ? kCause
                       : line.starts_with("Suppressed: ") ? "suppressed"
                                                          : nullptr;
    const auto type = kind == nullptr ? std::nullopt : type_and_message(line.substr(line.find(": ") + 2));
    if (!type) {
      return false;
    }
    const std::size_t indent = indentation(lines_.line());
    std::string message(type->message);
    lines_.next();
    Lines ahead = lines_;
    for (int count = 0; count < kJavaMessageLines && !ahead.at_end(); ++count, ahead.next()) {
      if (java_frame(ahead.line()) || more(ahead.line())) {
        for (; lines_.offset() < ahead.offset(); lines_.next()) {
          (message += '\n') += lines_.line();
        }
        break;
      }
    }
    if (links_.size() < kMaxLinks) {
      add(type->type, std::move(message), indent, kind);
      frames();
    }
    while (java_frame(lines_.line()) || more(lines_.line())) {  // of a link too many
      lines_.next();
    }
    return true;
  }

  std::vector<TextLink> links() { return std::move(links_); }
  std::size_t offset() const { return lines_.offset(); }

 private:
  static constexpr const char* kCause = "cause";

  Lines lines_;
  std::vector<TextLink> links_;
  std::vector<std::size_t> indents_;  // of the links' headers
};

}  // namespace

bool parse_java(const Lines& at, std::size_t floor, TextTrace& found) {
  if (!java_frame(at.line())) {
    return false;
  }
  auto header = header_above(at.text(), at.offset(), floor);
  if (!header) {
    return false;
  }
  JavaParser parser(at);
  parser.add(header->type, std::move(header->message), 0, nullptr);
  parser.frames();
  while (parser.linked()) {
  }
  found = {"Java", parser.links(), header->begin, parser.offset()};
  return true;
}

}  // namespace cel
