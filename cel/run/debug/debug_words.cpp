// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/debug_words.h"

#include <algorithm>
#include <vector>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/redact/redact.h"

namespace cel {
namespace {

constexpr std::string_view kTree = "fstree=";
constexpr std::string_view kDigest = "#sha256=";
constexpr std::string_view kFile = "file://";
constexpr std::size_t kDigestDigits = 64;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    if (const std::string_view word = trimmed(take_field(text, ',')); !word.empty()) {
      words.push_back(word);
    }
  }
  return words;
}

bool is_debug_word(std::string_view word) {
  return word == "verbose" || word == "stayalive" || word.starts_with(kTree);
}

Error wrong(std::string_view word, const std::string& why) {
  return Error{"debugging: '" + valid_utf8(own_redactor().text(word)) + "' " + why +
               "; the words are verbose, stayalive and fstree=URL#sha256=DIGEST, separated by commas"};
}

Result<TreeSource> parse_tree(std::string_view word) {
  std::string_view place = word.substr(kTree.size());
  TreeSource source;
  if (const std::size_t at = place.rfind(kDigest); at != std::string_view::npos) {
    source.sha256 = lowered(place.substr(at + kDigest.size()));
    place = place.substr(0, at);
    if (source.sha256.size() != kDigestDigits ||
        source.sha256.find_first_not_of("0123456789abcdef") != std::string::npos) {
      return wrong(word, "needs 64 hex digits after #sha256=");
    }
  }
  if (place.starts_with(kFile)) {
    place.remove_prefix(kFile.size());
  }
  source.place = place;
  if (place.empty() || place.find('\0') != std::string_view::npos) {
    return wrong(word, "names no archive");
  }
  if (!source.is_http() && place.find("://") != std::string_view::npos) {
    return wrong(word, "is neither http, https nor a file");
  }
  return source;
}

}  // namespace

Result<DebugWords> parse_debug_words(std::string_view text) {
  DebugWords words;
  for (const std::string_view word : words_of(text)) {
    if (!is_debug_word(word)) {
      return wrong(word, "is no word for it");
    }
    words.verbose = words.verbose || word == "verbose";
    words.stay_alive = words.stay_alive || word == "stayalive";
    if (word.starts_with(kTree)) {
      const Result<TreeSource> tree = parse_tree(word);
      if (!tree) {
        return Error{tree.error()};
      }
      if (words.tree) {
        return wrong(word, "is the second tree, and there can be one");
      }
      words.tree = *tree;
    }
  }
  return words;
}

bool are_debug_words(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  return !words.empty() && std::all_of(words.begin(), words.end(), is_debug_word);
}

}  // namespace cel
