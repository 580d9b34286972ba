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
constexpr std::size_t kPattern = 128;      // bytes; longer values are found by parts
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

bool is_no_secret(std::string_view value, bool doubtful) {
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
  if (is_no_secret(value, doubtful) || values_.size() >= kMostKnownValues ||
      bytes_ + value.size() > kMostKnownBytes) {
    return;
  }
  if (std::find(values_.begin(), values_.end(), value) != values_.end()) {
    return;
  }
  values_.emplace_back(value);
  bytes_ += value.size();
  nodes_.clear();
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
  nodes_.reserve(8 * (bytes_ + kShortest));
  nodes_.assign(1, Node());
  first_.fill(0);
  for (const std::string& value : values_) {
    std::string plain;
    for (Unescaped bytes(value); bytes.next();) {
      plain += static_cast<char>(bytes.byte());
    }
    const bool is_word = all_of(plain, is_letter);
    for (std::size_t at = 0; at < plain.size(); at += kPattern) {
      const std::size_t begin = std::min(at, plain.size() - std::min(plain.size(), kPattern));
      insert(std::string_view(plain).substr(begin, kPattern), is_word, false);
    }
    insert_base64(value);
    if (value.find('\\') != std::string::npos) {
      insert_base64(unescaped_once(value));
    }
  }
  link();
}

/// The value's base64, wherever in a longer text it begins: without the characters that depend on what is
/// before and behind it.
void KnownValues::insert_base64(std::string_view value) {
  value = value.substr(0, kPattern);
  for (std::size_t before = 0; before < 3; ++before) {
    std::string coded = base64_encode(std::string(before, '\0') + std::string(value));
    const std::size_t first = (before * 8 + 5) / 6;
    const std::size_t last = (before + value.size()) * 8 / 6;
    coded = coded.substr(first, last - first);
    insert(coded, false, true);
    if (coded.find_first_of("+/") != std::string::npos) {
      std::replace(coded.begin(), coded.end(), '+', '-');
      std::replace(coded.begin(), coded.end(), '/', '_');
      insert(coded, false, true);
    }
  }
}

void KnownValues::insert(std::string_view pattern, bool is_word, bool is_base64) {
  std::uint32_t node = 0;
  for (const char c : pattern) {
    const auto byte = static_cast<unsigned char>(c);
    std::uint32_t child = child_of(node, byte);
    if (child == 0) {
      child = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({0, nodes_[node].child, 0, 0, byte, false, false});
      nodes_[node].child = child;
      if (node == 0) {
        first_.at(byte) = child;
        begins_.add(c);
      }
    }
    node = child;
  }
  if (nodes_[node].length == 0) {
    nodes_[node].length = static_cast<std::uint16_t>(pattern.size());
    nodes_[node].is_word = is_word;
    nodes_[node].is_base64 = is_base64;
  }
}

std::uint32_t KnownValues::child_of(std::uint32_t node, unsigned char byte) const {
  if (node == 0) {
    return first_.at(byte);
  }
  std::uint32_t child = nodes_[node].child;
  while (child != 0 && nodes_[child].byte != byte) {
    child = nodes_[child].sibling;
  }
  return child;
}

std::uint32_t KnownValues::next(std::uint32_t node, unsigned char byte) const {
  std::uint32_t child = child_of(node, byte);
  while (child == 0 && node != 0) {
    node = nodes_[node].fail;
    child = child_of(node, byte);
  }
  return child;
}

/// Gives each node, the shorter ones first, the longest other one that its bytes end in.
void KnownValues::link() {
  std::vector<std::uint32_t> queue;
  queue.reserve(nodes_.size());
  queue.push_back(0);
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const std::uint32_t parent = queue[at];
    for (std::uint32_t child = nodes_[parent].child; child != 0; child = nodes_[child].sibling) {
      Node& node = nodes_[child];
      node.fail = parent == 0 ? 0 : next(nodes_[parent].fail, node.byte);
      if (node.length == 0) {
        const Node& suffix = nodes_[node.fail];
        node.length = suffix.length;
        node.is_word = suffix.is_word;
        node.is_base64 = suffix.is_base64;
      }
      queue.push_back(child);
    }
  }
}

std::vector<Secret> KnownValues::in_text(std::string_view text) {
  std::vector<Secret> found;
  if (values_.empty()) {
    return found;
  }
  if (nodes_.empty()) {
    build();
  }
  std::array<std::size_t, kPattern * 2> begins;  // of the last bytes, in the text
  static_assert(kPattern * 2 >= (kPattern + 2) * 4 / 3, "base64 is longer");
  std::size_t count = 0;
  std::uint32_t node = 0;
  for (Unescaped bytes(text);; ++count) {
    if (node == 0) {
      bytes.skip_to(begins_.find(text, bytes.end()));
    }
    if (!bytes.next()) {
      break;
    }
    if (node == 0 && first_.at(bytes.byte()) == 0) {
      continue;
    }
    begins[count % begins.size()] = bytes.begin();
    node = next(node, bytes.byte());
    const Node& here = nodes_[node];
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
