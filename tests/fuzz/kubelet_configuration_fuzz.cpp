// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a kubelet's configuration: what is read of YAML is a part of a line that begins with the key.

#include "cel/source/engines/engine_folders.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(view_of(data, size));
  const auto folder = pod_logs_folder_in(text);
  if (folder && *folder && text.find('{') == std::string::npos) {
    CEL_CHECK((*folder)->find('\n') == std::string::npos);
    CEL_CHECK(text.find("podLogsDir") < text.find(**folder, text.find("podLogsDir") + 10));
    CEL_CHECK(text.find(**folder) != std::string::npos);
  }
  const auto behind = pod_logs_folder_in("podLogsDir: /first\n" + text);
  CEL_CHECK(behind && *behind == "/first");
  return 0;
}
