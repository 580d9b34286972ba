// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/say.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "cel/sink/stream.h"

namespace cel {

void say(std::string_view sentence) {
  const Stream stream = Stream::inherited(STDERR_FILENO);
  (void)stream.write_line(fmt::format("cel-sidecar: {}\n", sentence),
                          Deadline::after(std::chrono::milliseconds(10)));
}

}  // namespace cel
