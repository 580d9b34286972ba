// SPDX-License-Identifier: Apache-2.0
//
// Whatever CEL_DEBUG holds, it is words or a sentence about a wrong one; DEBUG is ours only with words in it.

#include "cel/run/debug/debug_words.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const Result<DebugWords> words = parse_debug_words(text);
  const bool asked = words && (words->verbose || words->stay_alive || words->tree);
  CEL_CHECK(!asked || are_debug_words(text));
  if (words && words->tree) {
    CEL_CHECK(!words->tree->place.empty());
    CEL_CHECK(words->tree->sha256.empty() || words->tree->sha256.size() == 64);
  }
  return 0;
}
