// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "cel/run/init/supervise.h"
#include "cel/run/process/child.h"
#include "cel/run/process/environment.h"

namespace cel {

/// The folder with the image's start-up: `.cel` in the current folder, or `.docker` in images that were made
/// for mod_wsgi-docker; empty if there is neither.
std::string find_start_up();

/// The hooks that an image brings with it, in FOLDER/action_hooks and FOLDER/user_vars.
class Hooks {
 public:
  /// Gets each hook that failed.
  using Failed = std::function<void(const Ending&, const Command&)>;

  /// `stops`: a failure before the command is to prevent it. `traced`: scripts print what they do.
  Hooks(std::string folder, bool stops, bool traced, Supervisor& supervisor, Failed failed)
      : folder_(std::move(folder)),
        stops_(stops),
        traced_(traced),
        supervisor_(supervisor),
        failed_(std::move(failed)) {}

  /// user_vars and deploy-env: what they say joins the environment.
  void prepare_environment(Environment& environment);

  /// Of the first failure before the command: what to end with if it is not to run.
  std::optional<int> failure_status() const { return failure_status_; }

  /// deploy: runs to its end.
  void deploy(const Environment& environment);

  /// post-deploy: is started, and ends when it likes.
  void post_deploy(const Environment& environment);

 private:
  std::string find(const std::string& name) const;
  Command command_for(const std::string& path, const Environment& environment) const;
  bool run(const std::string& path, const Command& command);
  void source(const std::string& path, const std::string& shell, Environment& environment);
  void tell(const std::string& what, int status);

  std::string folder_;
  bool stops_;
  bool traced_;
  Supervisor& supervisor_;
  Failed failed_;
  std::optional<int> failure_status_;
};

}  // namespace cel
