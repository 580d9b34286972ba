// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/html/markup.h"

#include "cel/reader/output/printable.h"

namespace cel::html {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void Markup::start(Name tag, std::initializer_list<Attribute> attributes) {
  html_ += '<';
  html_ += tag.get();
  for (const Attribute& attribute : attributes) {
    html_ += ' ';
    html_ += attribute.name.get();
    html_ += "=\"";
    html_ += escaped(attribute.value);
    html_ += '"';
  }
  html_ += '>';
}

Markup& Markup::open(Name tag, std::initializer_list<Attribute> attributes) {
  start(tag, attributes);
  open_.push_back(tag.get());
  return *this;
}

Markup& Markup::close() {
  html_ += "</";
  html_ += open_.back();
  html_ += '>';
  open_.pop_back();
  return *this;
}

Markup& Markup::empty(Name tag, std::initializer_list<Attribute> attributes) {
  start(tag, attributes);
  return *this;
}

Markup& Markup::text(std::string_view text) {
  html_ += escaped(text);
  return *this;
}

Markup& Markup::element(Name tag, Name style, std::string_view text) {
  if (style.get().empty()) {
    open(tag);
  } else {
    open(tag, {{"class", std::string(style.get())}});
  }
  return this->text(text).close();
}

Markup& Markup::code(Name tag, std::string_view code) {
  open(tag);
  html_ += code;
  return close();
}

std::string Markup::take() {
  while (!open_.empty()) {
    close();
  }
  html_ += '\n';
  return std::move(html_);
}

}  // namespace cel::html
