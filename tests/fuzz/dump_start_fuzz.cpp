// SPDX-License-Identifier: Apache-2.0
//
// Where a dump starts is the same in whatever pieces a stream comes, and what is kept of it is of the stream.

#include "cel/run/report/dump_start.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view text = view_of(data + 1, size - 1);
  const std::size_t piece = 1U + data[0];
  DumpStart whole;
  whole.take(text);
  DumpStart pieces;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    pieces.take(text.substr(at, piece));
  }
  CEL_CHECK(whole.text() == pieces.text());
  CEL_CHECK(whole.text().size() <= 32U << 10U);
  CEL_CHECK(whole.text().empty() || whole.offset() == pieces.offset());
  CEL_CHECK(whole.text().empty() || text.substr(whole.offset(), whole.text().size()) == whole.text());
  return 0;
}
