// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <utility>

#include "cel/reader/options/exit_status.h"
#include "cel/reader/output/printable.h"

namespace cel {
namespace {

constexpr const char* kOperands =
    "FILE or folder, - for standard input (all that has a / or is there), else a MATCH: a container's name, "
    "the "
    "start of an id, FIELD=VALUE";

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
  command.add_option("-S,--since", words.since, "not older: 2026-01-31 18:00, yesterday, -1h, '2 days ago'")
      ->type_name("TIME")
      ->group(what);
  command.add_option("-U,--until", words.until, "not newer")->type_name("TIME")->group(what);
  command.add_option("-n,--lines", options.limit, "at most so many")->type_name("N")->group(what);
  command.add_flag("-1", words.one, "one: -n 1")->group(what);
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
  Options& options = words.options;
  CLI::App app{"Finds, groups and shows the reports of dying programs in this host's logs."};
  app.name("cel");
  app.formatter(std::make_shared<Formatter>());
  app.set_version_flag("-V,--version", "cel " CEL_VERSION);
  app.footer(
      "Without a command: list. Exit status: 0 found, 1 nothing found or not readable, 2 wrong usage.");
  add_common(app, words);
  app.add_flag("-r,--reverse", words.oldest_first, "oldest first")->group("Reports");
  const auto command = [&](const char* name, const char* description, Options::Command which) {
    CLI::App* added = app.add_subcommand(name, description);
    added->callback([&options, which] { options.command = which; });
    add_common(*added, words);
    return added;
  };
  const auto reverse = [&](CLI::App* added) {
    added->add_flag("-r,--reverse", words.oldest_first, "oldest first")->group("Reports");
  };
  reverse(command("list", "a line for each report, newest first", Options::Command::list));
  reverse(command("groups", "a line for each distinct error, seen last first", Options::Command::groups));
  CLI::App* show = command("show", "everything of one report, the newest", Options::Command::show);
  show->add_flag("--full", options.full, "every frame and value, however long, and the text as printed")
      ->group("Output");
  show->add_flag("--raw", options.raw, "the traceback alone, as its language prints it")->group("Output");
  command("follow", "a line for each report, as they come", Options::Command::follow)
      ->add_option("--cursor-file", options.cursor_file, "keep the place there, and go on where it says")
      ->type_name("FILE");
  command("report", "one HTML page of all: errors over time, each with its newest report",
          Options::Command::report)
      ->add_option("-o,--output", options.page, "where to write it; - is standard output")
      ->type_name("FILE.html")
      ->required()
      ->group("Output");
  CLI::App* doctor =
      command("doctor", "would a report arrive, and where are reports", Options::Command::doctor);
  doctor->add_flag("--send-test", options.send_test, "send a report from here");
  doctor->add_option("--expect", options.expect, "wait until the report of this id arrives")->type_name("ID");
  doctor->add_option("--wait", options.wait, "for so long")->type_name("SECONDS")->default_val(10);
  app.require_subcommand(0, 1);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      return {app.exit(error), {}};
    }
    (void)std::fprintf(stderr, "cel: %s; see cel --help\n",
                       printable(error.what()).c_str());  // NOLINT(*-vararg)
    return {kUsage, {}};
  }
  Result<Options> read = options_of(std::move(words), now);
  if (!read) {
    (void)std::fprintf(stderr, "cel: %s\n", printable(read.error()).c_str());  // NOLINT(*-vararg)
    return {kUsage, {}};
  }
  return {std::nullopt, std::move(*read)};
}

}  // namespace cel
