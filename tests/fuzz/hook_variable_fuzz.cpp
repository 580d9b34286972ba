// SPDX-License-Identifier: Apache-2.0
//
// Whatever bytes a language's environment file holds, what is made of it is a variable with the volume in its
// value, and joining it twice is joining it once.

#include "cel/hooks/hook_variable.h"

#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto hook = parse_hook_variable(view_of(data, size), "/cel");
  if (hook) {
    CEL_CHECK(!hook->name.empty() && hook->name.find('=') == std::string::npos);
    CEL_CHECK(hook->value.find("/cel") != std::string::npos);
    const std::string once = joined_value(*hook, "held");
    CEL_CHECK(once.find("held") != std::string::npos && joined_value(*hook, once) == once);
  }
  return 0;
}
