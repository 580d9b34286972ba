// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/diagnosis.h"

#include <unistd.h>

#include <vector>

#include "cel/base/program.h"
#include "cel/base/text.h"
#include "cel/hooks/volume_hooks.h"
#include "cel/logger/hook_states.h"
#include "cel/logger/running.h"
#include "cel/sink/examine.h"

namespace cel {
namespace {

void add(std::string& text, bool good, const std::string& name, const std::string& more) {
  text += (good ? "  yes  " : "  no   ") + one_line(name) + (more.empty() ? "" : ": " + more) + "\n";
}

/// Returns whether each runtime that there is has its hook.
bool add_hooks(std::string& text, const std::string& volume, const std::vector<HookVariable>& hooks) {
  text += "Hooks of " + one_line(volume) + ", tried by programs that die\n";
  const std::vector<HookState> states = examine_hooks(volume, hooks);
  bool all = true;
  for (const HookState& each : states) {
    add(text, each.active, each.program + (each.version.empty() ? "" : " " + each.version), each.why_not);
    text += each.remedy.empty() ? "" : "         " + each.remedy + "\n";
    all = all && each.active;
  }
  text += states.empty() ? "  PATH has no program that one of them is for\n" : "";
  return all;
}

void add_running(std::string& text, const std::vector<HookVariable>& hooks) {
  const std::vector<RunningProgram> running = running_programs(hooks);
  text += running.empty() ? "" : "\nPrograms that run here, and were started with their hook\n";
  for (const RunningProgram& each : running) {
    add(text, each.is_hooked, "PID " + each.pid + " " + each.program, each.why_not);
  }
}

bool add_sinks(std::string& text, const SinkChoice& choice) {
  text += "\nWhere a report of uid " + std::to_string(getuid()) + " would go\n";
  bool some = false;
  for (const SinkState& each : examine_sinks(choice)) {
    add(text, each.works, each.name, each.works ? (some ? "if those above fail" : "") : each.why_not);
    some = some || each.works;
  }
  return some;
}

}  // namespace

Diagnosis diagnose(const SinkChoice& sinks) {
  Diagnosis found;
  std::string volume = program_folder();
  volume.resize(volume.find_last_of('/') == std::string::npos ? 0 : volume.find_last_of('/'));
  const auto hooks = hook_variables(volume, volume, {});
  if (hooks) {
    found.hooks_work = add_hooks(found.text, volume, *hooks);
    add_running(found.text, *hooks);
  } else {
    found.text += "There are no hooks beside this program: " + hooks.error() + "\n";
  }
  found.sinks_work = add_sinks(found.text, sinks);
  return found;
}

}  // namespace cel
