// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/options.h"

#include <sys/stat.h>

#include <array>
#include <utility>

#include "cel/reader/options/time_words.h"

namespace cel {
namespace {

/// Whether an operand is a file rather than a match.
bool is_file(const std::string& operand) {
  struct stat status {};
  return operand == "-" ||
         (operand.find('/') != std::string::npos && operand.find('=') > operand.find('/')) ||
         stat(operand.c_str(), &status) == 0;
}

Result<void> take_times(Words& words, std::int64_t now) {
  struct Bound {
    const char* option;
    const std::string& text;
    std::int64_t& time;
  };
  Wanted& wanted = words.options.wanted;
  for (const Bound& bound :
       {Bound{"--since", words.since, wanted.since}, Bound{"--until", words.until, wanted.until}}) {
    if (!bound.text.empty()) {
      const Result<std::int64_t> moment = time_of_words(bound.text, now);
      if (!moment) {
        return Error{std::string(bound.option) + ": " + moment.error()};
      }
      bound.time = *moment;
    }
  }
  return {};
}

Result<void> take_journal_place(Words& words) {
  JournalPlace& place = words.options.sources.place;
  const std::array<std::pair<std::string*, JournalPlace::Kind>, 3> folders{
      {{&words.directory, JournalPlace::Kind::directory},
       {&words.root, JournalPlace::Kind::root},
       {&words.machine, JournalPlace::Kind::machine}}};
  int said = words.journal_files.empty() ? 0 : 1;
  for (const auto& [text, kind] : folders) {
    if (!text->empty()) {
      ++said;
      place = {kind, {*text}};
    }
  }
  if (!words.journal_files.empty()) {
    place = {JournalPlace::Kind::files, words.journal_files};
  }
  if (said > 1) {
    return Error{"--directory, --file, --root and --machine each name a journal: give one of them"};
  }
  words.options.sources.journal |= said > 0;
  return {};
}

}  // namespace

Result<Options> options_of(Words words, std::int64_t now) {
  Options& options = words.options;
  if (const Result<void> times = take_times(words, now); !times) {
    return Error{times.error()};
  }
  if (const Result<void> journal = take_journal_place(words); !journal) {
    return Error{journal.error()};
  }
  if (words.cri) {
    options.sources.cri = true;
    options.sources.cri_folder = *words.cri;
  }
  if (words.one) {
    options.limit = 1;
  }
  if (!words.json.empty()) {
    if (words.json != "lines" && words.json != "pretty") {
      return Error{"--json takes nothing or =pretty, not '" + words.json + "'"};
    }
    options.json = words.json == "pretty" ? JsonForm::pretty : JsonForm::lines;
  }
  if (options.json != JsonForm::none && options.page == "-") {
    return Error{"--json and --output - cannot both have standard output: write the page to a file"};
  }
  if (options.wanted.tag.empty()) {
    return Error{"--tag is empty: lines without a tag cannot be told from the program's own"};
  }
  options.wanted.direction = words.oldest_first ? Direction::oldest_first : Direction::newest_first;
  for (const std::string& operand : words.operands) {
    if (is_file(operand)) {
      options.sources.files.push_back(operand);
    } else if (const Result<void> added = options.match.add(operand); !added) {
      return Error{added.error()};
    }
  }
  options.wanted.container = options.match.container();
  return std::move(options);
}

}  // namespace cel
