// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "cel/run/debug/debug_words.h"
#include "cel/run/init/supervise.h"
#include "cel/run/options/options.h"
#include "cel/run/process/child.h"
#include "cel/run/startup/hooks.h"

namespace cel {

/// What is left to do once everything before the command was done.
struct Prepared {
  std::optional<int> end_with;  ///< the command is not to run: the exit status
  Command command;
  DebugWords debug;
  std::unique_ptr<Hooks> hooks;
};

/// Does what is to be done before the command: the tree of CEL_DEBUG's fstree, user_vars, the hooks
/// deploy-env and deploy, and the languages' variables. `failed` gets the hooks that failed. `options` and
/// `supervisor` stay the caller's.
Prepared prepare(const RunOptions& options, Environment environment, Supervisor& supervisor,
                 const Hooks::Failed& failed);

}  // namespace cel
