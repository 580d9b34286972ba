// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/printable.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kTab = 4;
constexpr std::size_t kMarks = 4;  // combining marks on one character; Vietnamese and Hebrew need three
constexpr utf8proc_int32_t kZeroWidthNonJoiner = 0x200C;  // Persian and Indic scripts need the joiners
constexpr utf8proc_int32_t kZeroWidthJoiner = 0x200D;
constexpr utf8proc_int32_t kEmojiPresentation = 0xFE0F;
constexpr std::string_view kEllipsis = "…";

struct Character {
  std::string_view bytes;     // one byte when it is not UTF-8
  utf8proc_int32_t code = 0;  // negative: not UTF-8
  std::size_t width = 0;
};

bool is_plain_ascii(utf8proc_int32_t code) { return code >= 0x20 && code < 0x7F; }

Character first_of(std::string_view text) {
  if (is_plain_ascii(text[0])) {
    return {text.substr(0, 1), text[0], 1};  // most are
  }
  const std::size_t length = utf8_sequence(text);
  if (length == 0) {
    return {text.substr(0, 1), -1, 0};
  }
  Character character{text.substr(0, length), 0, 0};
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(length), &character.code);
  character.width = static_cast<std::size_t>(std::max(0, utf8proc_charwidth(character.code)));
  if (character.code == kEmojiPresentation) {
    character.width = 1;  // it makes a narrow symbol a wide one
  }
  return character;
}

bool is_joiner(utf8proc_int32_t code) { return code == kZeroWidthJoiner || code == kZeroWidthNonJoiner; }

bool is_mark(utf8proc_int32_t code) {
  if (is_plain_ascii(code)) {
    return false;
  }
  const utf8proc_category_t category = utf8proc_category(code);
  return is_joiner(code) || category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

/// Whether a terminal shows the character, and nothing else happens.
bool is_shown(utf8proc_int32_t code) {
  if (is_plain_ascii(code)) {
    return true;
  }
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CF:
      return is_joiner(code);
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

void append_escape(std::string& out, const Character& character) {
  if (character.code < 0) {
    append_hex_escape(out, static_cast<unsigned char>(character.bytes[0]));
    return;
  }
  const auto code = static_cast<std::uint32_t>(character.code);
  if (code == '\n' || code == '\t' || code == '\r') {
    out += code == '\n' ? "\\n" : code == '\t' ? "\\t" : "\\r";
  } else if (code <= 0xFF) {
    append_hex_escape(out, static_cast<unsigned char>(code));
  } else {
    const int digits = code <= 0xFFFF ? 4 : 8;
    out += digits == 4 ? "\\u" : "\\U";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out += "0123456789abcdef"[code >> static_cast<unsigned>(shift) & 0xFU];
    }
  }
}

/// `text` made printable; with tabs as spaces where `tab` is not 0.
std::string shown(std::string_view text, std::size_t tab) {
  std::string out;
  out.reserve(text.size());
  std::size_t marks = kMarks;  // none may come first: it would combine with what stands before the text
  std::size_t column = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    text.remove_prefix(character.bytes.size());
    const std::size_t before = out.size();
    if (character.code == '\t' && tab > 0) {
      out.append(tab - column % tab, ' ');
      marks = kMarks;
    } else if (character.code < 0 || !is_shown(character.code)) {
      append_escape(out, character);
      marks = 0;
    } else if (!is_mark(character.code)) {
      out.append(character.bytes);
      marks = 0;
    } else if (marks < kMarks) {
      out.append(character.bytes);
      ++marks;
    } else {
      append_escape(out, character);
    }
    column += columns(std::string_view(out).substr(before));
  }
  return out;
}

/// Bytes at the start of `text` that take at most `width` columns: a character and its marks are all in, or
/// all out as long as anything is in then.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t last = 0;  // where the last character begins, marks apart
  while (bytes < text.size()) {
    const Character character = first_of(text.substr(bytes));
    const bool mark = is_mark(character.code) || character.code == kEmojiPresentation;
    if (character.width > width) {
      return mark && last > 0 ? last : bytes;
    }
    last = mark ? last : bytes;
    width -= character.width;
    bytes += character.bytes.size();
  }
  return bytes;
}

/// No line may begin so: the mark would combine with what stands before it.
bool begins_with_mark(std::string_view text) { return !text.empty() && is_mark(first_of(text).code); }

}  // namespace

std::string printable(std::string_view text) { return shown(text, 0); }

std::string printable_source(std::string_view line) { return shown(line, kTab); }

std::vector<std::string> printable_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::string_view line = take_field(text, '\n');
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    lines.push_back(printable_source(line));
  }
  return lines;
}

std::size_t columns(std::string_view printable) {
  std::size_t total = 0;
  while (!printable.empty()) {
    const Character character = first_of(printable);
    total += character.width;
    printable.remove_prefix(character.bytes.size());
  }
  return total;
}

std::string fitted(std::string_view printable, std::size_t width) {
  const std::size_t whole = bytes_within(printable, width);
  if (whole == printable.size() || width == 0) {
    return std::string(printable.substr(0, whole));
  }
  return std::string(printable.substr(0, bytes_within(printable, width - 1))).append(kEllipsis);
}

std::string fitted_end(std::string_view printable, std::size_t width) {
  std::size_t over = columns(printable);
  if (over <= width || width == 0) {
    return fitted(printable, width);
  }
  over -= width - 1;
  std::size_t start = 0;
  std::size_t cut = 0;
  while (start < printable.size()) {
    const Character character = first_of(printable.substr(start));
    if (cut >= over && !is_mark(character.code)) {
      break;
    }
    cut += character.width;
    start += character.bytes.size();
  }
  return std::string(kEllipsis).append(printable.substr(start));
}

std::string padded(std::string_view printable, std::size_t width) {
  std::string out = fitted(printable, width);
  out.append(width - columns(out), ' ');
  return out;
}

std::vector<std::string> wrapped(std::string_view printable, std::size_t width) {
  width = std::max<std::size_t>(width, 2);
  std::vector<std::string> lines;
  for (;;) {
    std::size_t end = bytes_within(printable, width);
    if (end == printable.size()) {
      lines.emplace_back(printable);
      return lines;
    }
    const std::size_t space = printable.substr(0, end + 1).rfind(' ');
    if (space != std::string_view::npos && space >= end / 2 && space > 0 &&
        !begins_with_mark(printable.substr(space + 1))) {
      lines.emplace_back(printable.substr(0, space));
      end = space + 1;
    } else {
      lines.emplace_back(printable.substr(0, end));
    }
    printable.remove_prefix(end);
    if (printable.empty()) {
      return lines;
    }
  }
}

}  // namespace cel
