// SPDX-License-Identifier: Apache-2.0
//
// Whatever a text holds, the trace found in it lies within it, is a record's `exceptions`, within its bounds,
// and gives the same fingerprint whether it was taken out of the text or left in.

#include "cel/trace/fingerprint.h"
#include "cel/trace/links.h"
#include "cel/trace/trace.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const auto trace = parse_trace(text);
  const Json record = {{"type", "Text"}, {"reason", "x"}, {"backtrace", std::string(text)}};
  const std::string print = fingerprint_of(record);
  CEL_CHECK(print.size() == 17);
  if (!trace) {
    return 0;
  }
  CEL_CHECK(trace->length > 0 && trace->offset + trace->length <= size);
  CEL_CHECK(!trace->exceptions.empty() && trace->exceptions.size() <= kMaxLinks);
  for (std::size_t i = 0; i < trace->exceptions.size(); ++i) {
    const Json& link = trace->exceptions[i];
    CEL_CHECK(link["frames"].size() <= kMaxFrames);
    CEL_CHECK(i == 0 || (link["link"]["of"].get<std::size_t>() < i));
  }
  const Json structured = {{"type", trace->type}, {"exceptions", trace->exceptions}};
  CEL_CHECK(fingerprint(structured) == print);
  CEL_CHECK(!to_line(structured).empty());
  return 0;
}
