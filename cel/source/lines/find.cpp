// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/find.h"

#include <algorithm>
#include <cstring>

#include "cel/source/lines/piece.h"

namespace cel {
namespace {

// dockerd splits a line into pieces of 16384 bytes: a line that long holds an aligned window of half the size
// without a newline, and any other is told by the first hundred bytes of it.
constexpr std::size_t kStep = 8192;

constexpr const char* kPieceMark = " P ";  // of a CRI line that goes on
constexpr std::size_t kLongestHead = 80;   // bytes before a CRI line's P, with a newline before them

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

std::vector<std::string> needles_of(const std::string& tag) {
  if (tag.empty()) {
    return {"{"};
  }
  std::vector<std::string> needles{kPieceMark, tag};
  if (const std::string escaped = escaped_by_docker(tag); escaped != tag) {
    needles.push_back(escaped);
  }
  return needles;
}

}  // namespace

Finder::Finder(std::string tag)
    : tag_(std::move(tag)), escaped_tag_(escaped_by_docker(tag_)), search_(needles_of(tag_)) {}

void Finder::find(std::string_view lines, std::vector<std::size_t>& found) const {
  found.clear();
  for (auto hit = search_.next(lines, 0); hit.at != std::string_view::npos;) {
    std::size_t next = hit.at + 1;
    if (hit.needle == 0 && !tag_.empty()) {
      if (is_cri_piece(lines, hit.at)) {
        found.push_back(hit.at);
      }
    } else {
      found.push_back(hit.at);
      next = lines.find('\n', hit.at);
    }
    hit = search_.next(lines, next);
  }
  if (!tag_.empty()) {
    find_long_pieces(lines, found);
  }
}

std::string_view Finder::from_tag(std::string_view text) const {
  const std::size_t at = tag_.empty() ? (text.starts_with('{') ? 0 : text.size()) : text.find(tag_);
  return text.substr(std::min(at, text.size()));
}

/// Whether the mark at `at` is that of a line that goes on, and ends within the tag.
bool Finder::is_cri_piece(std::string_view lines, std::size_t at) const {
  const std::string_view stream = lines.substr(at - std::min<std::size_t>(at, 6), 6);
  if (stream != "stdout" && stream != "stderr") {
    return false;
  }
  // Only the time stands before the stream: looking no farther back, and to the line's end from its start
  // only, keeps hostile lines cheap.
  const std::size_t cut = at - std::min(at, kLongestHead);
  if (cut > 0 && lines.substr(cut, at - cut).find('\n') == std::string_view::npos) {
    return false;
  }
  const auto piece = cri_piece(line_around(lines.substr(cut), at - cut));
  return piece && !piece->ends && ends_within(tag_, piece->text);
}

void Finder::find_long_pieces(std::string_view lines, std::vector<std::size_t>& found) const {
  const std::size_t others = found.size();
  for (std::size_t at = 0; at + kStep <= lines.size(); at += kStep) {
    if (std::memchr(lines.data() + at, '\n', kStep) != nullptr) {
      continue;
    }
    const std::string_view line = line_around(lines, at);
    const auto end = static_cast<std::size_t>(line.data() - lines.data()) + line.size();
    const auto piece = json_file_piece(line);
    if (piece && !piece->ends && ends_within(escaped_tag_, piece->text)) {
      found.push_back(at);
    }
    at = std::max(at, end / kStep * kStep);
  }
  std::inplace_merge(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(others), found.end());
}

}  // namespace cel
