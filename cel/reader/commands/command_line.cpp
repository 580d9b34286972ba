// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "cel/reader/output/output.h"

namespace cel {
namespace {

constexpr const char* kOperands =
    "FILE or folder, - for standard input (all that has a / or is there), else a MATCH: the start of an id, "
    "FIELD=VALUE, or a word of a container's name, a reason, a type, a message or a file";

CLI::Option* add_place_option(CLI::App& command, PlaceValue& place) {
  const PlaceOption& option = place.option;
  switch (option.takes) {
    case PlaceOption::Takes::nothing:
      return command.add_flag(option.names, place.given, option.help);
    case PlaceOption::Takes::one_or_nothing:
      return command.add_flag(std::string(option.names) + "{}", place.value, option.help)->type_name("");
    case PlaceOption::Takes::one:
      break;
  }
  return command.add_option(option.names, place.value, option.help)->type_name(option.value);
}

void add_common(CLI::App& command, Words& words) {
  Options& options = words.options;
  command.add_option("MATCH", words.operands, kOperands)->type_name("");
  const char* which = "Logs";
  for (PlaceValue& place : words.places) {
    add_place_option(command, place)->group(which);
  }
  command.add_option("--tag", options.wanted.tag, "what the logger was told to start lines with")
      ->type_name("TAG")
      ->group(which);
  const char* what = "Reports";
  command
      .add_flag("--tracebacks", options.wanted.tracebacks,
                "also those that programs without a hook print, of any language")
      ->group(what);
  command.add_option("-S,--since", words.since, "not older: 2026-01-31 18:00, yesterday, -1h, '2 days ago'")
      ->type_name("TIME")
      ->group(what);
  command.add_option("-U,--until", words.until, "not newer")->type_name("TIME")->group(what);
  command.add_option("-n,--lines", options.limit, "at most so many")->type_name("N")->group(what);
  command.add_flag("-1", words.one, "one: -n 1")->group(what);
  command.add_option("--rules", words.rules, "which reports are one group, in TOML (groups.toml)")
      ->type_name("FILE")
      ->group(what);
  const char* how = "Output";
  command.add_flag("--json{lines}", words.json, "a JSON object a line (--json=pretty: indented)")
      ->type_name("")
      ->group(how);
  command.add_flag("-q,--quiet", options.quiet, "no summary and no hints on standard error")->group(how);
  command.add_flag("!--no-legend", options.legend, "no heading")->group(how);
  command.add_flag("!--no-pager", options.pager, "straight to the terminal")->group(how);
}

/// Names of options without the values that CLI11 shows for flags which may be given one.
class Formatter : public CLI::Formatter {
 public:
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
    std::string name = CLI::Formatter::make_option_name(option, is_positional);
    for (std::size_t brace = name.find('{'); brace != std::string::npos; brace = name.find('{')) {
      name.erase(brace, name.find('}', brace) - brace + 1);
    }
    return name;
  }
};

}  // namespace

CommandLine read_command_line(int argc, const char* const* argv, std::int64_t now) {
  Words words;
  CLI::App app{"Finds, groups and shows the reports of dying programs in this host's logs."};
  app.name("cel");
  app.formatter(std::make_shared<Formatter>());
  app.set_version_flag("-V,--version", "cel " CEL_VERSION);
  app.footer(
      "Without a command: list. Exit status: 0 found, 1 nothing found or not readable, 2 wrong usage.");
  const auto declare = [&words](const Subcommand& command, CLI::App& part) {
    add_common(part, words);
    if ((command.shared & Subcommand::kReverses) != 0) {
      part.add_flag("-r,--reverse", words.oldest_first, "oldest first")->group("Reports");
    }
    if ((command.shared & Subcommand::kSplits) != 0) {
      part.add_option("--split-by", words.split_by, "a group for each value of a field: container, version")
          ->type_name("FIELD")
          ->allow_extra_args(false)
          ->group("Reports");
    }
    if ((command.shared & Subcommand::kFilters) != 0) {
      part.add_option("--status", words.statuses,
                      "of groups that are new, open, resolved, muted or regressed")
          ->type_name("STATUS")
          ->delimiter(',')
          ->allow_extra_args(false)
          ->group("Reports");
    }
    if ((command.shared & Subcommand::kHasStatus) != 0) {
      part.add_option("--state", words.state, "where it is kept how groups stand (triage.toml)")
          ->type_name("FILE")
          ->group("Reports");
    }
    return command.declare(part);
  };
  RunCommand run = declare(commands().front(), app);
  for (const Subcommand& command : commands()) {
    CLI::App* part = app.add_subcommand(command.name, command.help);
    part->callback([&run, its_run = declare(command, *part)] { run = its_run; });
  }
  app.require_subcommand(0, 1);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      return {app.exit(error), {}, {}};
    }
    say(std::string(error.what()) + "; see cel --help");
    return {kUsage, {}, {}};
  }
  Result<Options> read = options_of(std::move(words), now);
  if (!read) {
    say(read.error());
    return {kUsage, {}, {}};
  }
  for (const std::string& problem : read->problems) {
    say(problem);
  }
  return {std::nullopt, std::move(*read), std::move(run)};
}

}  // namespace cel
