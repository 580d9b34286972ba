// SPDX-License-Identifier: Apache-2.0
//
// Whatever a text, a variable or a command line holds, it can be redacted, and a command line keeps its
// number of words.

#include <string>
#include <vector>

#include "cel/redact/redact.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  (void)Redactor().text(text);
  std::vector<std::string> words(1);
  for (const char byte : text) {
    if (byte == '\0') {
      words.emplace_back();
    } else {
      words.back() += byte;
    }
  }
  CEL_CHECK(Redactor().arguments(words).size() == words.size());
  if (words.size() > 1) {
    (void)Redactor().value(words[0], words[1]);
  }
  return 0;
}
