// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal_place.h"

#include <utility>

#include "cel/source/exported_journal.h"
#include "cel/source/journal/journal.h"
#include "cel/source/journal/libsystemd.h"

namespace cel {
namespace {

using Kind = JournalPlace::Kind;

JournalPlace named_journal(const PlaceWords& words) {
  JournalPlace place;
  for (const PlaceWord& word : words) {
    if (word.option != "journal") {
      place.kind = word.option == "directory" ? Kind::directory
                   : word.option == "root"    ? Kind::root
                   : word.option == "machine" ? Kind::machine
                                              : Kind::files;
      place.paths.push_back(word.value);
    }
  }
  return place;
}

std::vector<OpenedPlace> read_journal(const PlaceWords& words, const Wanted& wanted) {
  const JournalPlace place = named_journal(words);
  const bool is_loaded = has_libsystemd();
  Result<std::unique_ptr<Source>> source =
      is_loaded ? open_journal(place, wanted) : open_exported_journal(place, wanted);
  OpenedPlace opened{"the journal", {}, source ? "" : source.error()};
  if (!is_loaded) {
    opened.name += " (through journalctl, since libsystemd.so.0 cannot be loaded)";
  }
  if (!place.paths.empty()) {
    opened.name += " of " + place.paths.front();
  }
  if (source) {
    opened.logs.push_back(std::move(*source));
  }
  std::vector<OpenedPlace> places;
  places.push_back(std::move(opened));
  return places;
}

Result<FollowedPlace> follow_named_journal(const PlaceWords& words, const Wanted& wanted) {
  if (has_libsystemd()) {
    return followed_place(follow_journal(named_journal(words), wanted));
  }
  const std::string problem =
      "the journal cannot be followed, since libsystemd.so.0 cannot be loaded: install libsystemd0, or pipe "
      "journalctl -f -o json into this";
  return words.empty() ? Result(FollowedPlace{{}, {problem}}) : Error{problem};
}

/// Where systemd keeps it (systemd-journald.service(8)).
bool has_journal() { return is_there("/run/log/journal") || is_there("/var/log/journal"); }

}  // namespace

KnownPlace journal_place() {
  using Takes = PlaceOption::Takes;
  return {"journal",
          {{"--journal", Takes::nothing, "", "this machine's journal"},
           {"-D,--directory", Takes::one, "DIR", "the journal in a folder"},
           {"--file", Takes::one, "GLOB", "a journal file, or a pattern of some"},
           {"--root", Takes::one, "DIR", "the journal of a file system"},
           {"-M,--machine", Takes::one, "NAME", "the journal of a local container"}},
          has_journal,
          read_journal,
          follow_named_journal};
}

}  // namespace cel
