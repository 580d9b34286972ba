// SPDX-License-Identifier: Apache-2.0
//
// Whatever a server answers, a probe ends: it takes the answer, or says what it lacks. An answer that is
// whole is taken, or can never be.

#include <string>

#include "cel/sidecar/check/check.h"
#include "cel/sidecar/check/web_answer.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = view_of(data, size);
  if (const auto answer = web_answer(bytes)) {
    CEL_CHECK(answer->status >= 100 && answer->status <= 999 && answer->body.size() < bytes.size());
    (void)check_json(answer->body, "a.0.b", "c");
  } else {
    CEL_CHECK(!answer.error().empty());
  }
  if (is_whole_answer(bytes)) {
    const auto now = web_answer(bytes);
    const auto later = web_answer(std::string(bytes) + "x");
    CEL_CHECK(bool(now) == bool(later) && (!now || now->body == later->body));
  }
  if (const auto place = web_place(bytes)) {
    CEL_CHECK(place->port > 0 && place->path.starts_with('/') && !place->host.empty());
  }
  return 0;
}
