// SPDX-License-Identifier: Apache-2.0
#include "cel/record/cut.h"

#include <algorithm>
#include <vector>

#include "cel/base/text.h"
#include "cel/record/escaped_byte.h"
#include "cel/record/json.h"

namespace cel {
namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Bytes at the start of `text` that hold as many whole characters as fit into `limit` escaped bytes.
std::size_t fitting_start(std::string_view text, std::size_t limit) {
  std::size_t used = 0;
  for (std::size_t length = 0; length < text.size(); ++length) {
    used += escaped_size(text[length]);
    if (used > limit) {
      return length;
    }
  }
  return text.size();
}

/// The same at the end of `text`.
std::size_t fitting_end(std::string_view text, std::size_t limit) {
  std::size_t fitting = 0;
  std::size_t used = 0;
  for (std::size_t length = 1; length <= text.size(); ++length) {
    const char byte = text[text.size() - length];
    used += escaped_size(byte);
    if (used > limit) {
      break;
    }
    fitting = continues_character(byte) ? fitting : length;
  }
  return fitting;
}

constexpr std::size_t kLineNearby = 4096;  // bytes that a whole line may cost, and a whole word
constexpr std::size_t kWordNearby = 256;
constexpr std::size_t kKeepEndsMarker = 64;

}  // namespace

std::string cut_marker(std::size_t bytes) { return "… " + std::to_string(bytes) + " bytes …"; }

std::string cut_middle(std::string_view text, std::size_t limit) {
  if (escaped_size(text) <= limit) {
    return std::string(text);
  }
  const std::size_t marker = escaped_size(cut_marker(text.size()));
  if (limit < marker) {
    return {};
  }
  const std::size_t start = fitting_start(text, (limit - marker) / 3);
  const std::string_view rest = text.substr(start);
  const std::size_t end = fitting_end(rest, limit - marker - escaped_size(text.substr(0, start)));
  std::string out(text.substr(0, start));
  out += cut_marker(rest.size() - end);
  out += rest.substr(rest.size() - end);
  return out;
}

std::size_t whole_start(std::string_view text) {
  const auto after_last = [&](std::string_view ends, std::size_t nearby) {
    const std::size_t from = text.size() - std::min(text.size() / 2, nearby);
    const std::size_t last = text.substr(from).find_last_of(ends);
    return last == std::string_view::npos ? last : from + last + 1;
  };
  std::size_t size = after_last("\n", kLineNearby);
  if (size == std::string_view::npos) {
    size = after_last(" \t\r", kWordNearby);
  }
  if (size != std::string_view::npos) {
    return size;
  }
  size = text.size();
  for (int i = 0; i < 4 && size > 0; ++i) {
    if (utf8_sequence(text.substr(size - 1)) == 1) {
      return size;  // ASCII ends here
    }
    --size;
    if (!continues_character(text[size])) {
      return utf8_sequence(text.substr(size)) > 0 ? text.size() : size;
    }
  }
  return text.size();
}

std::size_t whole_end(std::string_view text) {
  const auto after_first = [&](std::string_view ends, std::size_t nearby) {
    return text.substr(0, std::min(text.size() / 2, nearby)).find_first_of(ends);
  };
  std::size_t first = after_first("\n", kLineNearby);
  if (first == std::string_view::npos) {
    first = after_first(" \t\r", kWordNearby);
  }
  if (first != std::string_view::npos) {
    return text.size() - first - 1;
  }
  std::size_t size = text.size();
  for (int i = 0; i < 3 && size > 0 && continues_character(text[text.size() - size]); ++i) {
    --size;
  }
  return size;
}

std::string keep_ends(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) {
    return std::string(text);
  }
  const std::size_t room = limit - kKeepEndsMarker;
  const std::size_t start = whole_start(text.substr(0, room / 3));
  const std::size_t end = whole_end(text.substr(text.size() - (room - room / 3)));
  std::string kept;
  kept.reserve(limit);
  kept += text.substr(0, start);
  kept += cut_marker(text.size() - start - end);
  kept += text.substr(text.size() - end);
  return kept;
}

std::size_t even_cap(const std::size_t* sizes, std::size_t count, std::size_t total) {
  std::vector<std::size_t> ascending(sizes, sizes + count);
  std::sort(ascending.begin(), ascending.end());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t share = total / (count - i);
    if (ascending[i] > share) {
      return share;
    }
    total -= ascending[i];
  }
  return ascending.empty() ? total : ascending.back();
}

}  // namespace cel
