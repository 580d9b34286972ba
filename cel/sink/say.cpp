// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/say.h"

#include <unistd.h>

#include <chrono>
#include <string>

#include "cel/base/text.h"
#include "cel/sink/line_writer.h"

namespace cel {

void say_as(std::string_view program, std::string_view sentence) {
  const LineWriter writer = LineWriter::inherited(STDERR_FILENO);
  (void)writer.write_line(std::string(program) + ": " + one_line(sentence) + "\n",
                          Deadline::after(std::chrono::milliseconds(10)));
}

}  // namespace cel
