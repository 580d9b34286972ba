// SPDX-License-Identifier: Apache-2.0
//
// cel mute: says that nobody wants to hear of a group for now.

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/decide.h"
#include "cel/ship/destination/settings.h"

namespace cel {
namespace {

struct MuteChoice {
  std::string span;
  std::uint64_t count = 0;
};

/// Why a text is no span of time; empty if it is one.
std::string span_problem(const std::string& text) {
  const Result<std::chrono::milliseconds> span = time_span(text);
  return span ? "" : span.error();
}

}  // namespace

Subcommand mute_command() {
  return {"mute", "say that nobody wants to hear of a group",
          [](CLI::App& app) -> RunCommand {
            auto choice = std::make_shared<MuteChoice>();
            const char* how_long = "Decision";
            auto* span = app.add_option("--for", choice->span, "so long: 12h, 7d")
                             ->type_name("TIME")
                             ->check(span_problem)
                             ->group(how_long);
            app.add_option("--until-count", choice->count, "until it came so many more times")
                ->type_name("N")
                ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
                ->excludes(span)
                ->group(how_long);
            return [choice](const Options& options, std::int64_t now) {
              const std::int64_t until =
                  choice->span.empty() ? 0
                                       : now + std::chrono::microseconds(*time_span(choice->span)).count();
              return decide(options, GroupStatus::muted, [&](Triage& triage, const std::string& group) {
                triage.mute(group, now, until, choice->count);
              });
            };
          },
          Subcommand::kHasStatus};
}

}  // namespace cel
