// SPDX-License-Identifier: Apache-2.0
#include "cel/run/say.h"

#include <unistd.h>

#include <chrono>
#include <string>

#include "cel/sink/stream.h"

namespace cel {

void say(std::string_view sentence) {
  const Stream stream = Stream::inherited(STDERR_FILENO);
  (void)stream.write_line("cel-run: " + std::string(sentence) + "\n",
                          Deadline::after(std::chrono::milliseconds(10)));
}

}  // namespace cel
