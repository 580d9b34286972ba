// SPDX-License-Identifier: Apache-2.0
//
// cel: find, group and show the reports of dying programs in this host's logs.

#include <chrono>
#include <clocale>
#include <cstdio>
#include <exception>

#include "cel/reader/commands/command_line.h"

namespace cel {
namespace {

std::int64_t microseconds_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

int run(int argc, const char* const* argv) {
  const std::int64_t now = microseconds_now();
  const CommandLine line = read_command_line(argc, argv, now);
  return line.exit_status ? *line.exit_status : line.run(line.options, now);
}

}  // namespace
}  // namespace cel

int main(int argc, char** argv) {
  try {
    (void)std::setlocale(LC_CTYPE, "");
    return cel::run(argc, argv);
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "cel: stopped: %s\n", error.what());  // NOLINT(*-vararg)
    return cel::kNotFound;
  }
}
