// SPDX-License-Identifier: Apache-2.0
//
// cel resolve, reopen: says that a group's error is corrected, and takes that or a mute back.

#include <CLI/CLI.hpp>
#include <memory>

#include "cel/base/text.h"
#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/decide.h"

namespace cel {
namespace {

constexpr std::size_t kLongestVersion = 200;

/// Why a text is no version; empty if it is one.
std::string version_problem(const std::string& text) {
  const bool is_one = !text.empty() && text.size() <= kLongestVersion && one_line(text) == text;
  return is_one ? "" : "a version is a text of 1 to 200 printable bytes";
}

}  // namespace

Subcommand resolve_command() {
  return {"resolve", "say that a group is corrected, until it comes again",
          [](CLI::App& app) -> RunCommand {
            auto version = std::make_shared<std::string>();
            app.add_option("--in", *version, "reports of older versions do not count as coming again")
                ->type_name("VERSION")
                ->check(version_problem)
                ->group("Decision");
            return [version](const Options& options, std::int64_t now) {
              return decide(options, GroupStatus::resolved, [&](Triage& triage, const std::string& group) {
                triage.resolve(group, now, *version);
              });
            };
          },
          Subcommand::kHasStatus};
}

Subcommand reopen_command() {
  return {"reopen", "take resolve or mute back",
          [](CLI::App& /*app*/) -> RunCommand {
            return [](const Options& options, std::int64_t now) {
              return decide(options, GroupStatus::open,
                            [&](Triage& triage, const std::string& group) { triage.reopen(group, now); });
            };
          },
          Subcommand::kHasStatus};
}

}  // namespace cel
