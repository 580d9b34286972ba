// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/options.h"

#include <getopt.h>

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace cel;

namespace {

Result<LoggerOptions> parse(std::vector<std::string> words) {
  words.insert(words.begin(), "container-exception-logger");
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  optind = 0;  // glibc's way to start over
  return read_logger_options(static_cast<int>(words.size()), argv.data());
}

/// A variable for the length of a test.
struct Variable {
  const char* name;
  Variable(const char* variable, const char* value) : name(variable) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name); }
};

}  // namespace

TEST_CASE("without options the defaults of the manual hold") {
  const auto options = parse({});
  REQUIRE(options);
  CHECK(options->format.tag == "container-exception-logger");
  CHECK(options->format.max_line == 4086);
  CHECK(options->max_record == 1U << 20U);
  CHECK(options->timeout.count() == 5);
  CHECK(options->type == "Text");
  CHECK_FALSE(options->patience);
}

TEST_CASE("the command lines of ABRT's logger keep working") {
  CHECK(parse({"--tag", "X"})->format.tag == "X");
  CHECK(parse({"--no-tag"})->format.tag.empty());
  CHECK(parse({"-h"})->action == LoggerOptions::Action::help);
  CHECK(parse({"--help"})->action == LoggerOptions::Action::help);
}

TEST_CASE("every option is taken") {
  const auto options = parse({"--sink=file:/x", "--type", "Go", "--executable", "/a", "--max-line=8000",
                              "--timeout=.5", "--patience", "0.02", "-v", "-q"});
  REQUIRE(options);
  CHECK(options->sinks.named == "file:/x");
  CHECK(options->type == "Go");
  CHECK(options->executable == "/a");
  CHECK(options->format.max_line == 8000);
  CHECK(options->timeout.count() == 0.5);
  CHECK(options->patience->count() == 0.02);
  CHECK(options->verbose);
  CHECK(options->quiet);
  CHECK(parse({"-V"})->action == LoggerOptions::Action::version);
  CHECK(parse({"-q", "--announce"})->action == LoggerOptions::Action::announce);
}

TEST_CASE("what is wrong with a command line is said in a sentence that names it") {
  const auto error = [](std::vector<std::string> words) {
    const auto options = parse(std::move(words));
    return options ? "accepted" : options.error();
  };
  CHECK(error({"--nope"}) == "'--nope' is no option; see --help");
  CHECK(error({"--tag"}) == "'--tag' needs a value; see --help");
  CHECK(
      error({"report.json"}).starts_with("'report.json' is no option; the report is read on standard input"));
  CHECK(error({"--tag", "<3>x"}).starts_with("--tag: '<3>x' is no tag"));
  CHECK(error({"--tag", "a\nb"}).starts_with("--tag: "));
  CHECK(error({"--sink", "syslog"}).starts_with("--sink: 'syslog' names no sink: use auto, stdout"));
  CHECK(error({"--sink", "fd:x"}).starts_with("--sink: "));
  CHECK(error({"--sink", "file:"}).starts_with("--sink: "));
  CHECK(error({"--max-line", "511"}).starts_with("--max-line: '511' is not a number of bytes from 512"));
  CHECK(error({"--timeout", "0"}).starts_with("--timeout: '0' is not a number of seconds above 0"));
  CHECK(error({"--timeout", "nan"}).starts_with("--timeout: "));
  CHECK(error({"--patience", "0"}).starts_with("--patience: '0' is not a number of seconds above 0"));
  CHECK(error({"--timeout", "5s"}).starts_with("--timeout: "));
  CHECK(error({"--type", ""}).starts_with("--type: it is empty"));
}

TEST_CASE("variables stand for options, which have the last word") {
  const Variable sink("CEL_SINK", "journal");
  const Variable line("CEL_MAX_LINE", "1000");
  const Variable record("CEL_MAX_RECORD", "5000");
  const Variable timeout("CEL_TIMEOUT", "2.5");
  const Variable verbose("CEL_VERBOSE", "1");
  const Variable socket("CEL_SOCKET", "/s");
  const Variable spool("CEL_SPOOL", "/spool");
  const auto options = parse({"--sink=auto", "--max-line=2000"});
  REQUIRE(options);
  CHECK(options->sinks.named == "auto");
  CHECK(options->format.max_line == 2000);
  CHECK(options->max_record == 5000);
  CHECK(options->timeout.count() == 2.5);
  CHECK(options->verbose);
  CHECK(options->sinks.socket == "/s");
  CHECK(options->sinks.spool == "/spool");
}

TEST_CASE("nonsense in a variable is the default and a sentence") {
  const Variable sink("CEL_SINK", "nowhere");
  const Variable line("CEL_MAX_LINE", "many");
  const Variable timeout("CEL_TIMEOUT", "-1");
  const Variable record("CEL_MAX_RECORD", "1");
  const auto options = parse({});
  REQUIRE(options);
  CHECK(options->sinks.named.empty());
  CHECK(options->format.max_line == kDefaultMaxLine);
  CHECK(options->timeout.count() == 5);
  CHECK(options->max_record == kDefaultMaxRecord);
  CHECK(options->ignored.size() == 4);
  CHECK(options->ignored[0].starts_with("CEL_SINK is ignored: 'nowhere' names no sink"));
}
