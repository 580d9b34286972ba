// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/search.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

// Looked at as one: long enough for vector instructions, short enough for most to hold no pair.
constexpr std::size_t kStride = 512;

// Asked for so many bytes before they are looked at: the processor by itself looks ahead within a page only.
constexpr std::size_t kAhead = 2048;
constexpr std::size_t kCacheLine = 64;

/// What logs are full of, the most frequent first. Any other byte is rare.
constexpr std::string_view kFrequent = " e0t1ai2on3s:-r45/.\"678l9d,cmuh=fp_bgTyv[]()Zw{}kIAESDNR";

std::size_t rarity(char byte) { return std::min(kFrequent.find(byte), kFrequent.size()); }

/// The two rarest bytes of a needle, or its only one twice.
Search::Pair rarest(std::string_view needle) {
  std::size_t first = 0;
  std::size_t second = needle.size() - 1;
  for (std::size_t i = 0; i < needle.size(); ++i) {
    if (rarity(needle[i]) > rarity(needle[first])) {
      second = std::exchange(first, i);
    } else if (i != first && (second == first || rarity(needle[i]) > rarity(needle[second]))) {
      second = i;
    }
  }
  return {static_cast<unsigned char>(needle[first]), static_cast<unsigned char>(needle[second]), first,
          second};
}

/// The first stride from `at` on in which a pair may stand, `end` if there is none; whole strides and the
/// longest needle are readable up to there. The inner loop is made for the compiler to turn into vector
/// instructions: differences, of which the least is 0 where both bytes of a pair are right.
[[gnu::always_inline]] inline const char* suspect(const char* at, const char* end,
                                                  const std::vector<Search::Pair>& pairs) {
  for (; at < end; at += kStride) {
    for (std::size_t line = 0; line < kStride; line += kCacheLine) {
      __builtin_prefetch(at + kAhead + line);
    }
    unsigned char least = 0xFF;
    for (const Search::Pair& pair : pairs) {
      const auto* first = reinterpret_cast<const unsigned char*>(at) + pair.first_at;
      const auto* second = reinterpret_cast<const unsigned char*>(at) + pair.second_at;
      for (std::size_t i = 0; i < kStride; ++i) {
        const auto difference =
            static_cast<unsigned char>((first[i] ^ pair.first) | (second[i] ^ pair.second));
        least = std::min(least, difference);
      }
    }
    if (least == 0) {
      return at;
    }
  }
  return end;
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] const char* suspect_avx2(const char* at, const char* end,
                                                 const std::vector<Search::Pair>& pairs) {
  return suspect(at, end, pairs);
}
#endif

const char* next_suspect(const char* at, const char* end, const std::vector<Search::Pair>& pairs) {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) {
    return suspect_avx2(at, end, pairs);
  }
#endif
  return suspect(at, end, pairs);
}

}  // namespace

Search::Search(std::vector<std::string> needles) : needles_(std::move(needles)) {
  for (const std::string& needle : needles_) {
    pairs_.push_back(rarest(needle));
    longest_ = std::max(longest_, needle.size());
  }
}

Search::Hit Search::next(std::string_view text, std::size_t from) const {
  while (from < text.size()) {
    const std::size_t left = text.size() - from;
    const std::size_t strides = left > longest_ ? (left - longest_) / kStride * kStride : 0;
    const char* const begin = text.data() + from;
    from += static_cast<std::size_t>(next_suspect(begin, begin + strides, pairs_) - begin);
    const std::size_t size = from < text.size() - left + strides ? kStride : text.size() - from;
    Hit hit;
    for (std::size_t i = 0; i < needles_.size(); ++i) {
      const std::size_t at = text.substr(from, size + needles_[i].size() - 1).find(needles_[i]);
      if (at != std::string_view::npos && from + at < hit.at) {
        hit = Hit{from + at, i};
      }
    }
    if (hit.at != std::string_view::npos) {
      return hit;
    }
    from += size;
  }
  return {};
}

}  // namespace cel
