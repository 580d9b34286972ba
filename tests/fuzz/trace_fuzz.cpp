// SPDX-License-Identifier: Apache-2.0
//
// Whatever a text holds, the trace found in it, or what is taken for last words, lies within it, is a
// record's `exceptions`, within its bounds; a trace gives the same fingerprint whether it was taken out of
// the text or left in.

#include "cel/trace/fingerprint.h"
#include "cel/trace/last_line.h"
#include "cel/trace/last_words.h"
#include "cel/trace/links.h"
#include "cel/trace/trace.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

void check_bounds(const Trace& trace, std::size_t size) {
  CEL_CHECK(trace.length > 0 && trace.offset + trace.length <= size);
  CEL_CHECK(!trace.exceptions.empty() && trace.exceptions.size() <= kMaxLinks);
  for (std::size_t i = 0; i < trace.exceptions.size(); ++i) {
    const Json& link = trace.exceptions[i];
    CEL_CHECK(link["frames"].size() <= kMaxFrames);
    CEL_CHECK(i == 0 || (link["link"]["of"].get<std::size_t>() < i));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const std::string_view line = last_line(text);
  CEL_CHECK(line.empty() || (line.data() >= text.data() && line.data() + line.size() <= text.data() + size));
  if (const auto words = last_words(text)) {
    check_bounds(*words, size);
  }
  const auto trace = parse_trace(text);
  const Json record = {{"type", "Text"}, {"reason", "x"}, {"backtrace", std::string(text)}};
  const std::string print = fingerprint_of(record);
  CEL_CHECK(print.size() == 17);
  if (!trace) {
    return 0;
  }
  check_bounds(*trace, size);
  const Json structured = {{"type", trace->type}, {"exceptions", trace->exceptions}};
  CEL_CHECK(fingerprint(structured) == print);
  CEL_CHECK(!to_line(structured).empty());
  return 0;
}
