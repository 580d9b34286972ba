// SPDX-License-Identifier: Apache-2.0
//
// Whatever a text, a variable, a command line or a program's source holds, it can be redacted; a command line
// keeps its number of words, and source its number of lines.

#include <string>
#include <vector>

#include "cel/redact/redact.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char byte : text) {
    if (byte == separator) {
      parts.emplace_back();
    } else {
      parts.back() += byte;
    }
  }
  return parts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const std::vector<std::string> words = split(text, '\0');
  const Redactor redactor(words);
  (void)redactor.text(text);
  CEL_CHECK(redactor.arguments(words).size() == words.size());
  if (words.size() > 1) {
    (void)redactor.value(words[0], words[1]);
  }
  Json record = {{"context", split(text, '\n')}, {"locals", {{words[0], std::string(text)}}}};
  const std::size_t lines = record["context"].size();
  redactor.redact(record);
  CEL_CHECK(record["context"].size() == lines);
  return 0;
}
