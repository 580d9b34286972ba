// SPDX-License-Identifier: Apache-2.0
//
// container-exception-logger: writes reports from standard input into the container's log.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "cel/logger/diagnosis.h"
#include "cel/logger/options.h"
#include "cel/logger/reserve.h"
#include "cel/logger/session.h"
#include "cel/sink/announce.h"
#include "cel/sink/say.h"

namespace cel {
namespace {

void say(std::string_view sentence) { say_as("container-exception-logger", sentence); }

/// Ignores signals that would cost the report: the dying program's process group may receive some, and a
/// terminal may stop its writers. The deadline and SIGKILL still end this program.
void ignore_signals() {
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ, SIGTTOU, SIGTTIN, SIGTSTP}) {
    (void)std::signal(signal, SIG_IGN);
  }
}

Status print(const char* text) {
  return std::fputs(text, stdout) < 0 || std::fflush(stdout) != 0 ? Status::usage : Status::delivered;
}

Status examine(const LoggerOptions& options) {
  const Diagnosis found = diagnose(options.sinks);
  const Status printed = print(found.text.c_str());
  if (!found.sinks_work) {
    return Status::no_sink;
  }
  return found.hooks_work ? printed : Status::usage;
}

Status run(int argc, char** argv) {
  ignore_signals();
  const Result<LoggerOptions> options = read_logger_options(argc, argv);
  if (!options) {
    say(options.error());
    return Status::usage;
  }
  switch (options->action) {
    case LoggerOptions::Action::help:
      return print(kHelp);
    case LoggerOptions::Action::version:
      return print("container-exception-logger " CEL_VERSION "\n");
    case LoggerOptions::Action::announce:
      announce_death(getppid());
      return Status::delivered;
    case LoggerOptions::Action::doctor:
      return examine(*options);
    case LoggerOptions::Action::log:
      break;
  }
  return Session(*options).run();
}

}  // namespace
}  // namespace cel

int main(int argc, char** argv) {
  try {
    return static_cast<int>(cel::run(argc, argv));
  } catch (const std::exception&) {
    cel::open_reserve();
    cel::say("out of memory; the report is lost");
    return static_cast<int>(cel::Status::not_written);
  }
}
