// SPDX-License-Identifier: Apache-2.0
//
// cel-run: PID 1 for a program, whose end it reports.

#include <cstdio>
#include <exception>

#include "cel/run/options/saved_options.h"
#include "cel/run/process/say.h"
#include "cel/run/run.h"

namespace cel {
namespace {

constexpr const char* kLicense =
    "cel-run is free software under the Apache License, Version 2.0:\n"
    "https://www.apache.org/licenses/LICENSE-2.0\n";

int print(const char* text) {
  return std::fputs(text, stdout) < 0 || std::fflush(stdout) != 0 ? kOwnError : 0;
}

int main_of(int argc, char** argv) {
  if (argc < 2) {
    (void)std::fputs(kRunHelp, stderr);
    return kOwnError;
  }
  const Result<RunOptions> options = read_run_options(argc, argv, saved_options());
  if (!options) {
    say(options.error());
    return kOwnError;
  }
  switch (options->action) {
    case RunOptions::Action::help:
      return print(kRunHelp);
    case RunOptions::Action::version:
      return print("cel-run version " CEL_VERSION CEL_COMMIT "\n");
    case RunOptions::Action::license:
      return print(kLicense);
    case RunOptions::Action::save: {
      const Result<void> saved = save_options(options->save, options->words);
      if (!saved) {
        say(saved.error());
      }
      return saved ? 0 : kOwnError;
    }
    case RunOptions::Action::run:
      break;
  }
  return run(*options);
}

}  // namespace
}  // namespace cel

int main(int argc, char** argv) {
  try {
    return cel::main_of(argc, argv);
  } catch (const std::exception& error) {
    cel::say(error.what());
    return cel::kOwnError;
  }
}
