// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "cel/record/journal_fields.h"

namespace cel {
namespace {

constexpr std::size_t kShortId = 12;  // digits in CONTAINER_ID
constexpr std::size_t kFullId = 64;

bool add_match(sd_journal* journal, const std::string& match) {
  return sd_journal_add_match(journal, match.data(), match.size()) >= 0;
}

/// Lets only entries through that may be of the container: those that an engine names so, and those of the
/// logger's own. Where a word may be the start of an id that journald knows no field for, all come.
void match_container(sd_journal* journal, const std::string& container) {
  const bool hex = container.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (container.empty() || (hex && container.size() != kShortId && container.size() != kFullId)) {
    return;
  }
  // Matches of the same field are alternatives, and so are terms around a disjunction.
  add_match(journal, "CONTAINER_NAME=" + container);
  sd_journal_add_disjunction(journal);
  add_match(journal, (container.size() == kFullId ? "CONTAINER_ID_FULL=" : "CONTAINER_ID=") + container);
  sd_journal_add_disjunction(journal);
  add_match(journal, std::string("MESSAGE_ID=") + kJournalMessageId);
}

/// What Docker and podman log as an error was written to standard error (docs.docker.com: journald driver).
std::string_view stream_of(sd_journal* journal, const Container& container) {
  const auto priority = container.id.empty() ? std::nullopt : journal_field(journal, "PRIORITY");
  return priority == "3" ? "stderr" : priority == "6" ? "stdout" : "";
}

}  // namespace

JournalReader::JournalReader(JournalFiles files, JournalHandle handle, const Wanted& wanted)
    : files_(std::move(files)),
      handle_(std::move(handle)),
      every_line_(wanted.every_line),
      mark_(every_line_          ? ""
            : wanted.tag.empty() ? "{\""
                                 : wanted.tag + " - {\""),
      partials_(files_, wanted.direction, [this](std::string_view message) {
        return has_mark(message) || begins_mark_at_end(message);
      }) {}

Result<std::unique_ptr<JournalReader>> JournalReader::open(const JournalPlace& place, const Wanted& wanted) {
  Result<JournalFiles> files = find_journal_files(place);
  if (!files) {
    return Error{files.error()};
  }
  Result<JournalHandle> handle = open_journal_files(*files);
  if (!handle) {
    return Error{handle.error()};
  }
  match_container(handle->get(), wanted.container);
  return std::unique_ptr<JournalReader>(new JournalReader(std::move(*files), std::move(*handle), wanted));
}

Result<JournalReader::Entry> JournalReader::read(LogLine& line) {
  int status = 0;
  const auto message = journal_field(handle(), "MESSAGE", &status);
  if (!message) {
    counts_.malformed += status == -ENOENT ? 0 : 1;
    return Entry::other;
  }
  counts_.bytes += message->size();
  partials_.earn(message->size());
  const bool marked = has_mark(*message);
  if (!marked && !begins_mark_at_end(*message)) {
    return Entry::other;
  }
  counts_.overlong += message->size() > kLargestField ? 1 : 0;
  text_ = message->substr(0, kLargestField);  // reading another field ends the view
  const bool partial = is_partial(handle());
  if ((!marked && !partial) || partials_.has_taken(handle())) {
    return Entry::other;
  }
  line.time = journal_time(handle());
  line.container = writers_.writer_of(handle());
  line.bare = false;
  line.stream = every_line_ ? stream_of(handle(), *line.container) : std::string_view();
  Entry found = Entry::line;
  if (partial && !line.container->id.empty()) {
    Result<JournalPartials::Found> rest =
        partials_.complete(handle(), line.container, writers_, text_, line.time);
    if (!rest) {
      return Error{rest.error()};
    }
    counts_.overlong += *rest == JournalPartials::Found::overlong ? 1 : 0;
    found = *rest == JournalPartials::Found::unfinished ? Entry::unfinished : Entry::line;
  } else if (!every_line_ && journal_field(handle(), "MESSAGE_ID") == kJournalMessageId) {
    if (const auto record = journal_field(handle(), kJournalRecord)) {
      counts_.overlong += record->size() > kLargestField ? 1 : 0;
      text_ = record->substr(0, kLargestField);
      line.bare = true;
    }
  }
  if (text_.ends_with('\n')) {
    text_.pop_back();  // conmon's entries have their newline
  }
  line.text = text_;
  return found;
}

void JournalReader::refresh() {
  sd_journal_process(handle());
  partials_.refresh();
}

bool JournalReader::has_mark(std::string_view message) const {
  return mark_.empty() || memmem(message.data(), message.size(), mark_.data(), mark_.size()) != nullptr;
}

/// Whether the message ends with the beginning of the mark, as a piece of a line may.
bool JournalReader::begins_mark_at_end(std::string_view message) const {
  std::string_view end = message.substr(message.size() - std::min(message.size(), mark_.size() - 1));
  for (std::size_t at = end.find(mark_[0]); at != std::string_view::npos; at = end.find(mark_[0], at + 1)) {
    if (mark_.starts_with(end.substr(at))) {
      return true;
    }
  }
  return false;
}

}  // namespace cel
