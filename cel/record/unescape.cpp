// SPDX-License-Identifier: Apache-2.0
#include "cel/record/unescape.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace cel {
namespace {

constexpr std::size_t kEight = 8;
constexpr std::size_t kRun = 256;  // bytes that are appended at once: runs between escapes are short
constexpr std::uint64_t kOnes = 0x0101010101010101;

bool is_plain(char byte) {
  return byte >= ' ' && byte != '"' && byte != '\\' && static_cast<unsigned char>(byte) < 0x80;
}

/// How many of 8 bytes, up to the first that does not, stand for themselves. Looks at all of them at once
/// (Anderson, "Bit Twiddling Hacks": whether a word has a byte less than n): the lowest of the high bits is
/// that of the first special byte; those above it may be wrong.
std::size_t plain_of_eight(const char* bytes) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, kEight);
  if constexpr (std::endian::native == std::endian::big) {
    eight = __builtin_bswap64(eight);
  }
  const std::uint64_t quotes = eight ^ '"' * kOnes;
  const std::uint64_t backslashes = eight ^ '\\' * kOnes;
  const std::uint64_t special = eight | ((eight - ' ' * kOnes) & ~eight) | ((quotes - kOnes) & ~quotes) |
                                ((backslashes - kOnes) & ~backslashes);
  return static_cast<std::size_t>(std::countr_zero(special & 0x80 * kOnes)) / 8;
}

/// What stands for the letter after a backslash; 0 for no such letter.
constexpr std::array<char, 256> kMeanings = [] {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
  std::array<char, 256> meanings{};
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    meanings[static_cast<unsigned char>(kLetters[i])] = kCharacters[i];
  }
  return meanings;
}();

/// Reads the escape at the start of `text`, and returns its length; 0 for one that is for the parser.
std::size_t read_escape(std::string_view text, char& character) {
  if (text.size() < 2 || text[0] != '\\') {
    return 0;
  }
  character = kMeanings[static_cast<unsigned char>(text[1])];
  if (character != 0) {
    return 2;
  }
  constexpr std::size_t kUnicode = 6;  // \u003c
  unsigned code = 0;
  text = text.substr(0, kUnicode);
  const char* const end = text.data() + text.size();
  if (text.size() < kUnicode || !text.starts_with("\\u00") ||
      std::from_chars(end - 2, end, code, 16).ptr != end || code >= 0x80) {
    return 0;
  }
  character = static_cast<char>(code);
  return kUnicode;
}

/// Copies bytes that stand for themselves, and at most 8, of which there is room; returns how many.
std::size_t copy_plain(std::string_view text, char* to) {
  if (text.size() >= kEight) {
    std::memcpy(to, text.data(), kEight);
    return plain_of_eight(text.data());
  }
  const auto* const end = std::find_if_not(text.begin(), text.end(), is_plain);
  std::copy(text.begin(), end, to);
  return static_cast<std::size_t>(end - text.begin());
}

/// Unescapes into `chunk` until it is full, or has all that append_unescaped() appends.
struct Chunk {
  std::size_t read = 0;
  std::size_t written = 0;
  bool last = false;
};
Chunk read_chunk(std::string_view escaped, std::array<char, kRun>& out) {
  Chunk chunk;
  while (chunk.written + kEight < out.size()) {
    const std::size_t plain = copy_plain(escaped.substr(chunk.read), out.data() + chunk.written);
    chunk.read += plain;
    chunk.written += plain;
    if (plain == kEight) {
      continue;
    }
    const std::size_t escape = read_escape(escaped.substr(chunk.read), out[chunk.written]);
    if (escape == 0) {
      chunk.last = true;
      break;
    }
    chunk.read += escape;
    ++chunk.written;
  }
  return chunk;
}

}  // namespace

std::size_t append_unescaped(std::string_view escaped, std::string& out) {
  std::array<char, kRun> bytes{};
  for (std::size_t at = 0;;) {
    const Chunk chunk = read_chunk(escaped.substr(at), bytes);
    out.append(bytes.data(), chunk.written);
    at += chunk.read;
    if (chunk.last) {
      return at;
    }
  }
}

}  // namespace cel
