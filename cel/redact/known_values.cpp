// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/known_values.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/rules.h"
#include "cel/redact/unescaped.h"
#include "cel/wire/base64.h"

namespace cel {
namespace {

constexpr std::size_t kShortest = 6;       // bytes of a value
constexpr std::size_t kShortestLine = 12;  // bytes of a line of a value that has several
constexpr std::size_t kPattern = 128;      // bytes; longer values are searched for in parts
constexpr std::size_t kMostKnownValues = 256;
constexpr std::size_t kMostKnownBytes = 16384;  // of all values

constexpr auto kCommon = CEL_RULES("common");

bool all_of(std::string_view text, auto is) { return std::all_of(text.begin(), text.end(), is); }

bool is_path(std::string_view value) {
  return (value[0] == '/' || value.starts_with("./") || value.starts_with("unix:")) &&
         all_of(value, [](char c) {
           return is_alphanumeric(c) || std::string_view("/._-:,=").find(c) != std::string_view::npos;
         });
}

/// Returns whether the value is too common to be masked wherever it appears.
bool is_common(std::string_view value, bool doubtful) {
  if (value.size() < kShortest || value.find(kMask) != std::string_view::npos || is_path(value)) {
    return true;
  }
  if (all_of(value, [](char c) {
        return is_digit(c) || std::string_view(".-+:, e").find(c) != std::string_view::npos;
      })) {
    return true;  // a number, a date, a version
  }
  if (doubtful && all_of(value, [](char c) {
        return is_letter(c) || std::string_view("_-. ").find(c) != std::string_view::npos;
      })) {
    return true;
  }
  return value.size() <= 16 && std::find(kCommon.begin(), kCommon.end(), lowered(value)) != kCommon.end();
}

bool is_coded(char c) {
  return (is_alphanumeric(c) && static_cast<signed char>(c) >= 0) ||
         std::string_view("+/-_=").find(c) != std::string_view::npos;
}

}  // namespace

void KnownValues::add(std::string_view value, bool doubtful) {
  if (is_common(value, doubtful) || values_.size() >= kMostKnownValues ||
      bytes_ + value.size() > kMostKnownBytes) {
    return;
  }
  if (std::find(values_.begin(), values_.end(), value) != values_.end()) {
    return;
  }
  values_.emplace_back(value);
  bytes_ += value.size();
  tree_.clear();
  if (value.find('\n') == std::string_view::npos) {
    return;
  }
  while (!value.empty()) {
    const std::size_t end = std::min(value.find('\n'), value.size());
    if (end >= kShortestLine && end < value.size()) {
      add(value.substr(0, end), true);
    }
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

void KnownValues::build() {
  tree_.reserve(8 * (bytes_ + kShortest));
  for (const std::string& value : values_) {
    std::string plain;
    for (Unescaped bytes(value); bytes.next();) {
      plain += static_cast<char>(bytes.byte());
    }
    const bool is_word = all_of(plain, is_letter);
    for (std::size_t at = 0; at < plain.size(); at += kPattern) {
      const std::size_t begin = std::min(at, plain.size() - std::min(plain.size(), kPattern));
      tree_.insert(std::string_view(plain).substr(begin, kPattern), is_word, false);
    }
    insert_base64(value);
    if (value.find('\\') != std::string::npos) {
      insert_base64(unescaped_once(value));
    }
  }
  tree_.link();
}

/// Adds the value's base64 for each offset at which it may be in a longer text, without the characters that
/// depend on the bytes around it.
void KnownValues::insert_base64(std::string_view value) {
  value = value.substr(0, kPattern);
  for (std::size_t before = 0; before < 3; ++before) {
    std::string coded = base64_encode(std::string(before, '\0') + std::string(value));
    const std::size_t first = (before * 8 + 5) / 6;
    const std::size_t last = (before + value.size()) * 8 / 6;
    coded = coded.substr(first, last - first);
    tree_.insert(coded, false, true);
    if (coded.find_first_of("+/") != std::string::npos) {
      std::replace(coded.begin(), coded.end(), '+', '-');
      std::replace(coded.begin(), coded.end(), '/', '_');
      tree_.insert(coded, false, true);
    }
  }
}

std::vector<Secret> KnownValues::in_text(std::string_view text) {
  std::vector<Secret> found;
  if (values_.empty()) {
    return found;
  }
  if (tree_.empty()) {
    build();
  }
  std::array<std::size_t, kPattern * 2> begins;  // the positions of the last bytes in the text
  static_assert(kPattern * 2 >= (kPattern + 2) * 4 / 3, "base64 is longer");
  std::size_t count = 0;
  std::uint32_t node = 0;
  for (Unescaped bytes(text);; ++count) {
    if (node == 0) {
      bytes.skip_to(tree_.find_start(text, bytes.end()));
    }
    if (!bytes.next()) {
      break;
    }
    begins[count % begins.size()] = bytes.begin();
    node = tree_.next(node, bytes.byte());
    const PatternTree::Node& here = tree_[node];
    if (here.length == 0) {
      continue;
    }
    std::size_t begin = begins[(count + 1 - here.length) % begins.size()];
    std::size_t end = bytes.end();
    if (here.is_word &&
        ((begin > 0 && is_alphanumeric(text[begin - 1])) || is_alphanumeric(at_or_nul(text, end)))) {
      continue;
    }
    const std::size_t last = found.empty() ? 0 : found.back().end;
    if (here.is_base64) {
      while (begin > last && is_coded(text[begin - 1])) {
        --begin;
      }
      while (end < text.size() && is_coded(text[end])) {
        ++end;
      }
      bytes.skip_to(end);
      node = 0;
    }
    while (!found.empty() && found.back().begin >= begin) {
      found.pop_back();
    }
    if (!found.empty() && found.back().end > begin) {
      found.back().end = std::max(found.back().end, end);
    } else {
      found.push_back({begin, end, Secret::Kind::shape});
    }
  }
  return found;
}

}  // namespace cel
