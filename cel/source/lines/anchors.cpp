// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/anchors.h"

#include <algorithm>
#include <cstring>

namespace cel {
namespace {

/// Tabs stand as they are or, in dockerd's files and in JSON, as `\t`. A needle that begins with a newline
/// counts at the beginning of a line only.
constexpr std::array<std::string_view, 44> kNeedles = {
    "(most recent call last):",
    ", line ",               // Python
    "Fatal Python error: ",  //
    "\n\tat ",
    " \tat ",
    "\"\\tat ",
    "n\\tat ",  // Java
    "Exception in thread",
    "Caused by: ",  //
    "A fatal error has been",
    "There is insufficient memory for the Java",  //
    "   at ",
    "Node.js v",
    "FATAL ERROR: ",  // Node.js, .NET
    "Unhandled exception",
    "Unhandled Exception",  // .NET, Dart
    "panic: ",
    "panic serving ",
    "goroutine ",  // Go
    "fatal error: ",
    "Fatal error: ",
    "Parse error: ",  // Go, PHP, Swift, OCaml
    ":in `",
    ":in '",  // Ruby
    " panicked at ",
    "stack backtrace:",  // Rust
    "terminate called ",
    "libc++abi: ",
    "Sanitizer: ",      // C++
    "runtime error: ",  //
    " called at ",
    "stack traceback:",
    "Execution halted",  // Perl, Lua, R
    "exception error: ",
    "in function ",
    "Error in process <",  // Erlang
    "terminating in do_boot",
    "\n** (",
    " ** (",
    "\"** (",  // Elixir
    "CallStack (from ",
    "HasCallStack back",
    "Stacktrace:",  // Haskell, Julia
    "Uncaught Kotlin exception",
};

constexpr std::size_t kWindowBytes = 4;
constexpr std::uint32_t kMultiplier = 2'654'435'761U;  // 2^32 over the golden ratio (Knuth)

std::uint32_t bytes_at(const char* at) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

/// How seldom logs have a byte, roughly.
int how_rare(char byte) {
  constexpr std::string_view kUsualBytes = " e0t1ai2on3s:-r45/.\"678l9d,cmuh=fp_bgTyv[]()Zw{}kIAESDNR";
  return static_cast<int>(std::min(kUsualBytes.find(byte), kUsualBytes.size()));
}

}  // namespace

Anchors::Anchors() {
  for (std::size_t needle = 0; needle < kNeedles.size(); ++needle) {
    add(needle);
  }
}

/// Of a needle two windows that begin side by side: one of them begins at an even offset of any text. Those
/// whose bytes are rarest.
void Anchors::add(std::size_t needle) {
  const std::string_view bytes = kNeedles[needle];
  std::size_t best = 0;
  int most = -1;
  for (std::size_t at = 0; at + kWindowBytes + 1 <= bytes.size(); ++at) {
    int sum = 0;
    for (std::size_t i = 0; i <= kWindowBytes; ++i) {
      sum += how_rare(bytes[at + i]);
    }
    if (sum > most) {
      most = sum;
      best = at;
    }
  }
  for (const std::size_t at : {best, best + 1}) {
    const std::uint32_t window = bytes_at(bytes.data() + at);
    windows_.push_back({window, needle, at});
    const std::uint32_t slot = (window * kMultiplier) >> (32U - kTableBits);
    table_[slot / 64] |= std::uint64_t{1} << (slot % 64);
  }
}

std::size_t Anchors::next(std::string_view text, std::size_t from) const {
  for (const std::string_view needle : kNeedles) {
    if (needle.starts_with('\n') && text.substr(std::min(from, text.size())).starts_with(needle.substr(1))) {
      return from;
    }
  }
  const std::size_t end = text.size() < kWindowBytes ? 0 : text.size() - kWindowBytes + 1;
  const char* const data = text.data();
  for (std::size_t at = from; at < end; at += 2) {
    const std::uint32_t slot = (bytes_at(data + at) * kMultiplier) >> (32U - kTableBits);
    if ((table_[slot / 64] >> (slot % 64) & 1U) == 0) {
      continue;
    }
    if (const std::size_t found = verified(text, from, at); found != std::string_view::npos) {
      return found;
    }
  }
  return std::string_view::npos;
}

/// Where the needle begins that has a window at the offset `at`, and lies behind `from`.
std::size_t Anchors::verified(std::string_view text, std::size_t from, std::size_t at) const {
  const std::uint32_t bytes = bytes_at(text.data() + at);
  for (const Window& window : windows_) {
    if (window.bytes != bytes || at < from + window.at) {
      continue;
    }
    const std::size_t begin = at - window.at;
    if (text.substr(begin).starts_with(kNeedles[window.needle])) {
      return begin + (text[begin] == '\n' ? 1 : 0);
    }
  }
  return std::string_view::npos;
}

}  // namespace cel
