// SPDX-License-Identifier: Apache-2.0
//
// cel complete: what a shell offers behind a word, out of the newest reports. It is for
// packaging/completions, and in no help.

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "cel/base/fd.h"
#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/reading.h"
#include "cel/report/summary.h"

namespace cel {
namespace {

constexpr unsigned kSecondsToComplete = 1;  // a person waits
constexpr std::uint64_t kReportsToComplete = 1000;
constexpr std::size_t kDigitsToComplete = 12;  // of an id

/// Whether a shell takes the word as it stands, whatever a container called itself.
bool is_plain_word(std::string_view word) {
  constexpr std::string_view kPlainCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/@=+-";
  constexpr std::size_t kLongestWord = 128;
  return !word.empty() && word.size() <= kLongestWord && word[0] != '-' &&
         word.find_first_not_of(kPlainCharacters) == std::string_view::npos;
}

/// The words for a report, by each of which it is found; ids only where one was begun.
std::vector<std::string> words_of(const Report& report, const std::string& group, bool is_begun) {
  const Container& container = *report.container;
  std::vector<std::string> words;
  for (const std::string& name : {container.name, container.pod}) {
    words.push_back(name);
    words.push_back(name.empty() ? "" : "container=" + name);
  }
  const std::string type = summary_of(report.record).type;
  words.push_back(type.empty() ? "" : "type=" + type);
  if (is_begun) {
    words.push_back(report.id.substr(0, kDigitsToComplete));
    words.push_back(group.substr(group.find(':') + 1));
  }
  return words;
}

/// Prints each word as it is found, since the time may be over while a log is read. Says nothing of what is
/// wrong, and never fails: a shell asks while a person types.
int complete(const Options& options, const std::string& word) {
  if (const Fd nowhere = open_file("/dev/null", O_WRONLY)) {
    dup2(nowhere.get(), STDERR_FILENO);
  }
  struct sigaction at_end {};
  at_end.sa_handler = [](int) { _exit(kFound); };
  sigaction(SIGALRM, &at_end, nullptr);
  alarm(kSecondsToComplete);
  Reading reading(options);
  Report report;
  std::set<std::string> printed;
  for (std::uint64_t count = 0; count < kReportsToComplete && reading.next(report); ++count) {
    for (const std::string& found : words_of(report, (*options.rules)(report).id, !word.empty())) {
      if (found.starts_with(word) && is_plain_word(found) && printed.insert(found).second) {
        const std::string line = found + '\n';
        if (write(STDOUT_FILENO, line.data(), line.size()) < 0) {
          return kFound;
        }
      }
    }
  }
  return kFound;
}

}  // namespace

Subcommand complete_command() {
  return {"complete", "what a shell offers behind a word", [](CLI::App& app) -> RunCommand {
            app.group("");
            auto word = std::make_shared<std::string>();
            app.add_option("--word", *word, "what is typed already")->type_name("WORD");
            return [word](const Options& options, std::int64_t /*now*/) { return complete(options, *word); };
          }};
}

}  // namespace cel
