// SPDX-License-Identifier: Apache-2.0
//
// Whatever a hook leaves as its environment, whatever a script begins with, and whatever /proc says: what
// comes of it is variables with names, an interpreter, and an id or none.

#include "cel/run/debug/container_id.h"
#include "cel/run/process/script.h"
#include "cel/run/startup/environment_dump.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  Environment environment = {"A=1", "PWD=/", "odd.name=1"};
  merge_dump(environment, text);
  for (const std::string& variable : environment) {
    CEL_CHECK(variable.find('=') != std::string::npos && variable.find('=') > 0);
    CEL_CHECK(variable.find('\0') == std::string::npos);
  }
  CEL_CHECK(interpreter_of(text).size() <= 2);
  (void)interpreter_name(interpreter_of(text));
  const std::size_t half = size / 2;
  const std::string id = container_id(text.substr(0, half), text.substr(half));
  CEL_CHECK(id.empty() || id.size() == 64);
  CEL_CHECK(pod_container(text).find_first_of("/ ;$") == std::string::npos);
  return 0;
}
