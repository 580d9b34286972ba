// SPDX-License-Identifier: Apache-2.0
#include "cel/run/startup/hooks.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "cel/base/fd.h"
#include "cel/run/debug/stay_alive.h"
#include "cel/run/debug/trace_shells.h"
#include "cel/run/options/options.h"
#include "cel/run/process/file.h"
#include "cel/run/process/say.h"
#include "cel/run/process/script.h"
#include "cel/run/startup/environment_dump.h"
#include "cel/run/startup/user_vars.h"

namespace cel {
namespace {

constexpr int kDumpDescriptor = 9;                          // the highest that each shell can write to
constexpr std::size_t kMostOfDump = std::size_t{8} << 20U;  // more than execve(2) takes

bool is_folder(const char* path) {
  struct stat status {};
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

std::map<std::string, std::string> changed(const std::map<std::string, std::string>& before,
                                           std::map<std::string, std::string> after) {
  std::erase_if(after, [&](const auto& variable) {
    const auto old = before.find(variable.first);
    return old != before.end() && old->second == variable.second;
  });
  return after;
}

}  // namespace

std::string find_start_up() {
  for (const char* folder : {".cel", ".docker"}) {
    if (is_folder(folder)) {
      return folder;
    }
  }
  return {};
}

void Hooks::prepare_environment(Environment& environment) {
  const auto fault = [this](const std::string& why) { tell(why, kOwnError); };
  const std::string folder = folder_ + "/user_vars";
  const auto variables = read_user_vars(folder, fault);
  for (const auto& [name, value] : variables) {
    set_variable(environment, name, value);
  }
  const std::string path = find("deploy-env");
  if (path.empty()) {
    return;
  }
  const std::string name = interpreter_name(interpreter_of(start_of_file(path)));
  if (name.empty() || is_shell(name)) {
    source(path, name.empty() ? "sh" : name, environment);
  } else {
    run(path, command_for(path, environment));
  }
  // Images for mod_wsgi-docker have a deploy-env that writes files there.
  for (const auto& [variable, value] :
       changed(variables, read_user_vars(folder, [](const std::string&) {}))) {
    set_variable(environment, variable, value);
  }
}

void Hooks::deploy(const Environment& environment) {
  if (const std::string path = find("deploy"); !path.empty()) {
    run(path, command_for(path, environment));
  }
}

void Hooks::post_deploy(const Environment& environment) {
  const std::string path = find("post-deploy");
  if (path.empty()) {
    return;
  }
  say("running " + path + " beside the command");
  const Command command = command_for(path, environment);
  const auto ended = [this, path, command](const Ending& ending) {
    if (ending.exit_status() != 0 && supervisor_.stop_signal() == 0) {
      say(path + " " + how_it_ended(ending));
      failed_(ending, command);
    }
  };
  if (const Result<pid_t> started = supervisor_.run_beside(command, ended); !started) {
    say(started.error());
  }
}

/// The path of a hook that is to be run; empty if there is none.
std::string Hooks::find(const std::string& name) const {
  std::string path = folder_ + "/action_hooks/" + name;
  struct stat status {};
  if (folder_.empty() || stat(path.c_str(), &status) != 0) {
    return {};
  }
  if (!S_ISREG(status.st_mode) || access(path.c_str(), X_OK) != 0) {
    say("WARNING: " + path + " is not executable and does not run: chmod +x it");
    return {};
  }
  return path;
}

Command Hooks::command_for(const std::string& path, const Environment& environment) const {
  Command command;
  command.arguments = {path};
  command.environment = environment;
  if (traced_) {
    trace_sh(command);
  }
  return command;
}

bool Hooks::run(const std::string& path, const Command& command) {
  say("running " + path);
  const Result<Ending> ending = supervisor_.run(command);
  if (!ending) {
    tell(ending.error(), kOwnError);
    return false;
  }
  if (ending->exit_status() != 0 && supervisor_.stop_signal() == 0) {
    tell(path + " " + how_it_ended(*ending), ending->exit_status());
    failed_(*ending, command);
  }
  return ending->exit_status() == 0;
}

void Hooks::tell(const std::string& what, int status) {
  say(what + (stops_ ? "; the command does not run, as --hook-failure=stop says"
                     : "; the command runs anyway (--hook-failure=stop prevents it)"));
  failure_status_ = failure_status_.value_or(status);
}

/// Has a shell read the script as its own, and give the environment that it has then.
void Hooks::source(const std::string& path, const std::string& shell, Environment& environment) {
  const std::string env = find_program("env", environment);
  const Fd dump = above_standard(Fd(memfd_create("cel-environment", MFD_CLOEXEC)));
  if (env.empty() || !dump) {
    tell(path + " does not run: the image has no env, or there is no memory", kOwnError);
    return;
  }
  Command command;
  // At its exit, as a script may call exit itself.
  command.arguments = {shell, "-c", "trap '[ $? -ne 0 ] || " + env + " -0 >&9' EXIT\n. \"$1\"", shell, path};
  command.environment = environment;
  command.output = dump.get();
  command.output_as = kDumpDescriptor;
  if (traced_) {
    trace_sh(command);
  }
  if (!run(path, command)) {
    return;
  }
  const auto text = content_of_file("/proc/self/fd/" + std::to_string(dump.get()), kMostOfDump);
  if (!text || text->empty()) {
    tell(path + " gave no environment: env -0 failed, or it has an EXIT trap of its own", kOwnError);
    return;
  }
  merge_dump(environment, *text);
}

}  // namespace cel
