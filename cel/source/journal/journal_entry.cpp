// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_entry.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include "cel/source/journal/attested.h"

namespace cel {

std::optional<std::string_view> journal_field(sd_journal* journal, const char* name, int* status) {
  const void* data = nullptr;
  std::size_t size = 0;
  const int result = sd_journal_get_data(journal, name, &data, &size);
  if (status != nullptr) {
    *status = result;
  }
  const std::size_t before = std::strlen(name) + 1;  // NAME=
  if (result < 0 || size < before) {
    return std::nullopt;
  }
  return std::string_view(static_cast<const char*>(data), size).substr(before);
}

std::int64_t journal_time(sd_journal* journal) {
  std::uint64_t time = 0;
  return sd_journal_get_realtime_usec(journal, &time) < 0 ? 0 : static_cast<std::int64_t>(time);
}

std::string journal_cursor(sd_journal* journal) {
  char* text = nullptr;
  if (sd_journal_get_cursor(journal, &text) < 0) {
    return {};
  }
  const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
  return text;
}

std::shared_ptr<const Container> JournalWriters::writer_of(sd_journal* journal) {
  Container container = attested(
      [journal](const char* name) { return std::string(journal_field(journal, name).value_or("")); });
  container.log = "journal";
  return containers_.known(std::move(container));
}

}  // namespace cel
