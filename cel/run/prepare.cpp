// SPDX-License-Identifier: Apache-2.0
#include "cel/run/prepare.h"

#include <new>
#include <string>
#include <utility>

#include "cel/run/debug/stay_alive.h"
#include "cel/run/debug/trace_shells.h"
#include "cel/run/debug/verbose.h"
#include "cel/run/process/limit.h"
#include "cel/run/process/say.h"
#include "cel/run/process/shell.h"
#include "cel/run/startup/language_hooks.h"
#include "cel/run/tree/fetch.h"
#include "cel/run/tree/fstree.h"

namespace cel {
namespace {

constexpr int kSignalled = 128;
constexpr int kNotFound = 127;
constexpr std::size_t kTreeMemory = std::size_t{192} << 20U;  // for xz -9 and for the longest names

/// CEL_DEBUG's, or else DEBUG's if that is ours.
Result<DebugWords> words_of(const Environment& environment) {
  if (const char* words = value_of(environment, "CEL_DEBUG")) {
    return parse_debug_words(words);
  }
  const char* words = value_of(environment, "DEBUG");
  return words != nullptr && are_debug_words(words) ? parse_debug_words(words)
                                                    : Result<DebugWords>(DebugWords());
}

Result<void> lay(const TreeSource& source, const Environment& environment, Supervisor& supervisor) {
  const char* root = value_of(environment, "CEL_FSTREE_ROOT");
  const Result<Fd> archive = fetch(source, environment, supervisor);
  if (!archive) {
    return Error{archive.error()};
  }
  const ResourceLimit limit(RLIMIT_AS, kTreeMemory);
  try {
    return lay_tree(archive->get(), root != nullptr && *root != '\0' ? root : "/", ArchiveBounds(), say);
  } catch (const std::bad_alloc&) {
    return Error{"the archive is refused: it takes more than " + std::to_string(kTreeMemory) +
                 " bytes of memory"};
  }
}

/// The status to end with if somebody asked for the end meanwhile.
std::optional<int> asked_to_end(const Supervisor& supervisor) {
  return supervisor.stop_signal() == 0 ? std::nullopt : std::optional(kSignalled + supervisor.stop_signal());
}

Prepared prepare_shell(Environment environment, Prepared prepared) {
  const std::string shell = find_shell(environment);
  if (shell.empty()) {
    say("--shell: the image has none: neither bash nor sh is on PATH");
    prepared.end_with = kNotFound;
  }
  prepared.command = Command{{shell}, std::move(environment)};
  return prepared;
}

}  // namespace

Prepared prepare(const RunOptions& options, Environment environment, Supervisor& supervisor,
                 const Hooks::Failed& failed) {
  Prepared prepared;
  const Result<DebugWords> words = options.shell ? Result<DebugWords>(DebugWords()) : words_of(environment);
  if (!words) {
    say(words.error());
    prepared.end_with = kOwnError;
    return prepared;
  }
  prepared.debug = *words;
  const auto hooks = options.hooks && (!options.saved || has_hooks(options.volume))
                         ? find_language_hooks(options.volume, *options.hooks)
                         : std::vector<HookVariable>();
  if (!hooks) {
    say(hooks.error());
    prepared.end_with = kOwnError;
    return prepared;
  }
  if (words->tree) {
    const Result<void> laid = lay(*words->tree, environment, supervisor);
    prepared.end_with = asked_to_end(supervisor);
    if (!laid && !prepared.end_with) {
      say(laid.error());
      prepared.end_with = kOwnError;
    }
    if (prepared.end_with) {
      return prepared;
    }
  }
  if (words->verbose) {
    trace_shells(environment);
  }
  const bool stops = options.stops_on_hook_failure && !options.shell;
  prepared.hooks = std::make_unique<Hooks>(find_start_up(), stops, words->verbose, supervisor, failed);
  prepared.hooks->prepare_environment(environment);
  add_language_hooks(environment, *hooks);
  if (options.shell) {
    return prepare_shell(std::move(environment), std::move(prepared));
  }
  if (!stops || !prepared.hooks->failure_status()) {
    prepared.hooks->deploy(environment);
  }
  prepared.end_with = asked_to_end(supervisor);
  if (const auto status = prepared.hooks->failure_status(); stops && status && !prepared.end_with) {
    prepared.end_with = status;
    if (words->stay_alive) {
      stay_alive("the start-up failed", *status, environment, supervisor);
    }
  }
  prepared.command.arguments = options.command;
  prepared.command.environment = std::move(environment);
  pass_as_argument(prepared.command, *hooks);
  if (words->verbose && !prepared.end_with) {
    trace_sh(prepared.command);
    say_everything(prepared.command);
  }
  return prepared;
}

}  // namespace cel
