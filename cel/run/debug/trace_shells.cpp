// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/trace_shells.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cel/base/fd.h"
#include "cel/run/process/file.h"
#include "cel/run/process/script.h"

namespace cel {
namespace {

constexpr int kFirstDescriptor = 100;  // where scripts have none of their own
constexpr const char* kUsersFile = "CEL_USERS_BASH_ENV";

/// What bash reads before each script, as BASH_ENV says. As root it does not take PS4 from the environment.
/// Where somebody closed our descriptor, the trace goes to the script's standard error, as usual.
std::string bash_script(int trace) {
  const std::string fd = std::to_string(trace);
  return "if { : >&" + fd + "; } 2>/dev/null; then BASH_XTRACEFD=" + fd +
         "; fi\n"
         "PS4='+ ${BASH_SOURCE[0]:-$0}:${LINENO}:${FUNCNAME[0]:+ ${FUNCNAME[0]}():} '\n"
         "if [ -n \"${CEL_USERS_BASH_ENV-}\" ]; then . \"$CEL_USERS_BASH_ENV\"; fi\n"
         "set -x\n";
}

bool is_plain_sh(std::string_view name) { return name == "sh" || name == "dash" || name == "ash"; }

}  // namespace

void trace_shells(Environment& environment) {
  if (value_of(environment, "PS4") == nullptr) {
    set_variable(environment, "PS4", "+ $0:${LINENO-}: ");  // a plain sh's
  }
  const int trace = fcntl(STDERR_FILENO, F_DUPFD, kFirstDescriptor);
  const Fd script(memfd_create("cel-trace", 0));
  const int kept = script ? fcntl(script.get(), F_DUPFD, kFirstDescriptor) : -1;
  const std::string text = bash_script(trace);
  if (kept < 0 || trace < 0 || write(kept, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return;  // out of descriptors: the program matters more
  }
  if (const char* users = value_of(environment, "BASH_ENV")) {
    set_variable(environment, kUsersFile, users);
  }
  set_variable(environment, "BASH_ENV", "/proc/self/fd/" + std::to_string(kept));
}

void trace_sh(Command& command) {
  std::vector<std::string>& words = command.arguments;
  const std::string name = words[0].substr(words[0].rfind('/') + 1);
  if (is_plain_sh(name) && words.size() > 1) {
    words.insert(words.begin() + 1, "-x");
  } else {
    const std::string file =
        words[0].find('/') == std::string::npos ? find_program(words[0], command.environment) : words[0];
    std::vector<std::string> started = interpreter_of(start_of_file(file));
    if (!is_plain_sh(interpreter_name(started))) {
      return;
    }
    words[0] = file;
    started.emplace_back("-x");
    words.insert(words.begin(), started.begin(), started.end());
  }
}

}  // namespace cel
