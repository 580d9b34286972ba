// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace cel::html {

/// A name of HTML that stands in our source code: nothing that a report holds can become one.
class Name {
 public:
  consteval Name(const char* name) : name_(name) {}  // NOLINT(google-explicit-constructor)
  std::string_view get() const { return name_; }

 private:
  std::string_view name_;
};

struct Attribute {
  Name name;
  std::string value;
};

/// `text`, any bytes, as it may stand in HTML, in an element as in a quoted attribute: printable
/// (printable.h), and with `& < > " '` as character references.
std::string escaped(std::string_view text);

/// HTML as it is written. The one place where text becomes HTML: whatever goes in by text() or as an
/// attribute's value is escaped.
class Markup {
 public:
  /// Opens an element; close() closes the innermost.
  Markup& open(Name tag, std::initializer_list<Attribute> attributes = {});
  Markup& close();
  /// An element without content, such as <meta>.
  Markup& empty(Name tag, std::initializer_list<Attribute> attributes);
  Markup& text(std::string_view text);
  /// `<tag class="style">text</tag>`; without the attribute when `style` is empty.
  Markup& element(Name tag, Name style, std::string_view text);
  /// A style sheet or a program of ours, as it is.
  Markup& code(Name tag, std::string_view code);

  std::size_t size() const { return html_.size(); }

  /// What was written, everything closed.
  std::string take();

 private:
  void start(Name tag, std::initializer_list<Attribute> attributes);

  std::string html_;
  std::vector<std::string_view> open_;
};

}  // namespace cel::html
