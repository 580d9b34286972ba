// SPDX-License-Identifier: Apache-2.0
#include "cel/source/find.h"

#include <algorithm>
#include <cstring>

#include "cel/source/piece.h"

namespace cel {
namespace {

// dockerd splits a line into pieces of 16384 bytes: a line that long holds an aligned window of half the size
// without a newline, and any other is told by the first hundred bytes of it.
constexpr std::size_t kWindow = 8192;

constexpr std::size_t kLongestHead = 80;  // bytes before a CRI line's P, with a newline before them

/// `tag` as dockerd's encoder (HTML-safe, like Go's encoding/json) writes it.
std::string escaped_by_docker(std::string_view tag) {
  std::string out;
  for (const char c : tag) {
    switch (c) {
      case '"':
      case '\\':
        (out += '\\') += c;
        break;
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// Whether ` P ` is anywhere in the `kStride` bytes at `text` and the two after. Made for the compiler to
/// turn into vector instructions: it passes 20 GB/s so.
constexpr std::size_t kStride = 256;
bool has_mark(const char* text) {
  unsigned char any = 0;
  for (std::size_t i = 0; i < kStride; ++i) {
    any |= static_cast<unsigned char>((text[i] == ' ') & (text[i + 1] == 'P') & (text[i + 2] == ' '));
  }
  return any != 0;
}

/// Whether the end of `text` is a beginning of `tag`, but not all of it.
bool ends_within(std::string_view tag, std::string_view text) {
  for (std::size_t size = std::min(tag.size() - 1, text.size()); size > 0; --size) {
    if (text.ends_with(tag.substr(0, size))) {
      return true;
    }
  }
  return false;
}

std::string_view line_around(std::string_view lines, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : lines.rfind('\n', at - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(lines.find('\n', at), lines.size());
  return lines.substr(start, end - start);
}

}  // namespace

Finder::Finder(std::string tag) : tag_(std::move(tag)), needles_{tag_.empty() ? "{" : tag_} {
  if (const std::string escaped = escaped_by_docker(needles_[0]); escaped != needles_[0]) {
    needles_.push_back(escaped);
  }
}

void Finder::find(std::string_view lines, std::vector<std::size_t>& found) const {
  found.clear();
  for (const std::string& needle : needles_) {
    find_needle(lines, needle, found);
  }
  const std::size_t whole = found.size();
  if (!tag_.empty()) {
    find_cri_pieces(lines, found);
    find_long_pieces(lines, found);
  }
  if (needles_.size() > 1 || found.size() != whole) {
    std::sort(found.begin(), found.end());
  }
}

bool Finder::in(std::string_view text) const {
  return tag_.empty() ? text.starts_with('{') : text.find(tag_) != std::string_view::npos;
}

void Finder::find_needle(std::string_view lines, const std::string& needle,
                         std::vector<std::size_t>& found) const {
  const char* at = lines.data();
  const char* const end = at + lines.size();
  while ((at = static_cast<const char*>(
              memmem(at, static_cast<std::size_t>(end - at), needle.data(), needle.size()))) != nullptr) {
    found.push_back(static_cast<std::size_t>(at - lines.data()));
    at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (at == nullptr) {
      break;
    }
  }
}

void Finder::find_cri_pieces(std::string_view lines, std::vector<std::size_t>& found) const {
  const auto check = [&](std::size_t at) {
    if (lines.substr(at, 3) == " P " && at >= 6) {
      const std::string_view stream = lines.substr(at - 6, 6);
      if (stream == "stdout" || stream == "stderr") {
        // Only the time stands before the stream: looking no farther back keeps hostile lines cheap.
        const std::size_t cut = at - std::min(at, kLongestHead);
        const auto piece = cri_piece(line_around(lines.substr(cut), at - cut));
        if (piece && !piece->ends && ends_within(needles_.front(), piece->text)) {
          found.push_back(at);
        }
      }
    }
  };
  std::size_t at = 0;
  for (; at + kStride + 2 <= lines.size(); at += kStride) {
    if (has_mark(lines.data() + at)) {
      for (std::size_t i = at; i < at + kStride; ++i) {
        check(i);
      }
    }
  }
  for (; at < lines.size(); ++at) {
    check(at);
  }
}

void Finder::find_long_pieces(std::string_view lines, std::vector<std::size_t>& found) const {
  for (std::size_t at = 0; at + kWindow <= lines.size(); at += kWindow) {
    if (std::memchr(lines.data() + at, '\n', kWindow) != nullptr) {
      continue;
    }
    const std::string_view line = line_around(lines, at);
    const auto end = static_cast<std::size_t>(line.data() - lines.data()) + line.size();
    const auto piece = json_file_piece(line);
    if (piece && !piece->ends && ends_within(needles_.back(), piece->text)) {
      found.push_back(at);
    }
    at = std::max(at, end / kWindow * kWindow);
  }
}

}  // namespace cel
