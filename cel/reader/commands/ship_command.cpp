// SPDX-License-Identifier: Apache-2.0
//
// cel ship: takes reports to other systems.

#include <sys/utsname.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "cel/base/random.h"
#include "cel/base/text.h"
#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/shipping.h"
#include "cel/ship/configuration.h"
#include "cel/ship/to/destinations.h"

namespace cel {
namespace {

/// What the command line says, as it was given.
struct ShipWords {
  std::vector<std::string> to;
  std::string configuration;
  std::string spool_size = "256M";
  std::string grace = "10s";
};

/// A report that says of itself that it is a test.
Json test_report(std::int64_t now) {
  constexpr std::size_t kIdBytes = 16;
  constexpr std::int64_t kMicrosecondsOfASecond = 1'000'000;
  const std::string words = "cel ship --check: a test, nothing is wrong";
  Report report;
  report.id = random_hex(kIdBytes);
  report.time = now;
  Container container;
  if (utsname names{}; uname(&names) == 0) {
    container.host = static_cast<const char*>(names.nodename);
  }
  report.container = std::make_shared<const Container>(std::move(container));
  report.record = {{"type", "Text"},     {"executable", "cel"},
                   {"reason", words},    {"backtrace", words + "\n"},
                   {"id", report.id},    {"time", now / kMicrosecondsOfASecond},
                   {"severity", "error"}};
  return json_of(report, group_of_error(report));
}

/// Sends a test report to each destination, and prints what came of it.
int check_destinations(std::vector<Settings> destinations, std::int64_t now) {
  int status = kFound;
  const Json report = test_report(now);
  for (Settings& settings : destinations) {
    const auto destination = make_destination(settings);
    const Verdict verdict = (*destination)->deliver(std::span(&report, 1), Stop());
    const bool is_good =
        verdict.outcome == Verdict::Outcome::settled && verdict.again.empty() && verdict.refused.empty();
    const std::string answer = verdict.refused.empty() ? verdict.answer : verdict.refused.front().second;
    status = is_good ? status : kNotFound;
    // NOLINTNEXTLINE(*-vararg)
    (void)std::printf("%s: %s\n", settings.name.c_str(),
                      is_good ? "ok" : one_line(settings.masked(answer)).c_str());
  }
  return status;
}

/// Gives the options of a configuration file to a command line, whose own ones stay.
void take_configuration(CLI::App& app, const ShipConfiguration& configuration) {
  for (const auto& [key, values] : configuration.options) {
    CLI::Option* const option = app.get_option_no_throw(key == "logs" ? "MATCH" : "--" + key);
    if (option == nullptr) {
      throw CLI::ValidationError("there is no option " + cel::quoted(key));
    }
    for (const std::string& value : option->empty() ? values : std::vector<std::string>()) {
      const bool is_flag = option->get_expected_min() == 0;
      if (!is_flag || value != "false") {
        option->add_result(is_flag && value == "true" ? option->get_flag_value(key, "true") : value);
      }
    }
    option->run_callback();
  }
}

Result<std::vector<Settings>> destinations_of(const ShipWords& words, std::vector<Settings> destinations) {
  for (const std::string& to : words.to) {
    Result<Settings> settings = Settings::of_words(to);
    if (!settings) {
      return Error{settings.error()};
    }
    destinations.push_back(std::move(*settings));
  }
  if (destinations.empty()) {
    return Error{"say where to: --to TYPE=ADDRESS, or [[to]] in the file that --config names"};
  }
  std::set<std::string> names;
  for (Settings& settings : destinations) {
    if (!names.insert(settings.name).second) {
      return Error{settings.name + " is there twice"};
    }
    if (const Result<void> filled = settings.fill_in_secrets(); !filled) {
      return Error{filled.error()};
    }
    Settings copy = settings;
    if (const auto made = make_destination(copy); !made) {
      return Error{copy.masked(made.error())};
    }
  }
  return destinations;
}

/// What the words say, once all are read.
Result<void> complete(ShipChoice& choice, const ShipWords& words, std::vector<Settings> destinations) {
  Result<std::vector<Settings>> all = destinations_of(words, std::move(destinations));
  if (!all) {
    return Error{all.error()};
  }
  const Result<std::uint64_t> size = byte_size(words.spool_size);
  const Result<std::chrono::milliseconds> grace = time_span(words.grace);
  if (!size || !grace) {
    return Error{!size ? "--spool-size: " + size.error() : "--grace: " + grace.error()};
  }
  for (const Settings& settings : *all) {
    if (choice.every_line && !takes_lines(settings)) {
      return Error{settings.name + ": --all-lines is for exec, webhook and kafka, which take any JSON"};
    }
  }
  choice.destinations = std::move(*all);
  choice.spool_size = *size;
  choice.grace = *grace;
  const char* const given = std::getenv("STATE_DIRECTORY");  // NOLINT(concurrency-mt-unsafe); systemd.exec(5)
  if (choice.state.empty() && given != nullptr) {
    choice.state = given;
  }
  if (choice.state.empty() && !choice.checks && !choice.is_dry_run) {
    return Error{"say where to keep what is not delivered yet: --state DIR"};
  }
  return {};
}

void add_options(CLI::App& app, ShipChoice& choice, ShipWords& words) {
  const char* where_to = "Destinations";
  std::string types;
  for (const DestinationType& type : destination_types()) {
    types += std::string(types.empty() ? "" : ", ") + type.name + "=" + type.address;
  }
  app.add_option("--to", words.to, "send them there: " + types)
      ->type_name("TYPE=ADDRESS")
      ->allow_extra_args(false)
      ->group(where_to);
  app.add_option("--config", words.configuration, "read options and destinations from a TOML file")
      ->type_name("FILE")
      ->group(where_to);
  app.add_flag("--all-lines", choice.every_line, "send every line of the logs, not only reports")
      ->group(where_to);
  app.add_flag("--check", choice.checks, "send a test report to each, and say what is wrong")
      ->group(where_to);
  app.add_flag("--dry-run", choice.is_dry_run, "print what would be sent, and send nothing")->group(where_to);
  const char* what_is_kept = "State";
  app.add_option("--state", choice.state, "keep the place and what is not delivered yet there")
      ->type_name("DIR")
      ->group(what_is_kept);
  app.add_option("--spool-size", words.spool_size, "use at most so much disk (256M)")
      ->type_name("SIZE")
      ->group(what_is_kept);
  app.add_option("--grace", words.grace, "deliver for so long after SIGTERM (10s)")
      ->type_name("TIME")
      ->group(what_is_kept);
}

}  // namespace

Subcommand ship_command() {
  return {"ship", "take each report to other systems, as they come", [](CLI::App& app) -> RunCommand {
            auto choice = std::make_shared<ShipChoice>();
            auto words = std::make_shared<ShipWords>();
            add_options(app, *choice, *words);
            app.parse_complete_callback([&app, choice, words] {
              ShipConfiguration configuration;
              if (!words->configuration.empty()) {
                Result<ShipConfiguration> read = read_ship_configuration(words->configuration);
                if (!read) {
                  throw CLI::ValidationError(read.error());
                }
                configuration = std::move(*read);
                take_configuration(app, configuration);
              }
              const Result<void> completed = complete(*choice, *words, std::move(configuration.destinations));
              if (!completed) {
                throw CLI::ValidationError(completed.error());
              }
            });
            return [choice](const Options& options, std::int64_t now) {
              (void)std::signal(SIGPIPE, SIG_IGN);  // EPIPE tells of a handler that has ended
              return choice->checks       ? check_destinations(choice->destinations, now)
                     : choice->is_dry_run ? show_what_would_be_sent(options, *choice)
                                          : ship_until_stopped(options, *choice);
            };
          }};
}

}  // namespace cel
