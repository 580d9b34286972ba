// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/libsystemd.h"

#include <dlfcn.h>
#include <systemd/sd-journal.h>

#include <cerrno>

namespace cel {
namespace {

/// A function of the library; null where there is none. It stays loaded for good.
template <typename Function>
Function* loaded(const char* name) {
  static void* const library = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
  return library == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(library, name));
}

template <typename... Parameters, typename... Arguments>
int call(int (*function)(Parameters...), Arguments... arguments) {
  return function == nullptr ? -ENOSYS : function(arguments...);
}

}  // namespace

bool has_libsystemd() {
  // The newest of them all, of systemd 245.
  return loaded<decltype(sd_journal_open_namespace)>("sd_journal_open_namespace") != nullptr;
}

}  // namespace cel

// What systemd/sd-journal.h declares. This program exports no symbols: the library calls its own ones.
extern "C" {

int sd_journal_open_namespace(sd_journal** journal, const char* name, int flags) {
  static const auto open = cel::loaded<decltype(sd_journal_open_namespace)>("sd_journal_open_namespace");
  return cel::call(open, journal, name, flags);
}

int sd_journal_open_directory(sd_journal** journal, const char* path, int flags) {
  static const auto open = cel::loaded<decltype(sd_journal_open_directory)>("sd_journal_open_directory");
  return cel::call(open, journal, path, flags);
}

int sd_journal_open_files(sd_journal** journal, const char** paths, int flags) {
  static const auto open = cel::loaded<decltype(sd_journal_open_files)>("sd_journal_open_files");
  return cel::call(open, journal, paths, flags);
}

void sd_journal_close(sd_journal* journal) {
  static const auto close = cel::loaded<decltype(sd_journal_close)>("sd_journal_close");
  if (close != nullptr) {
    close(journal);
  }
}

int sd_journal_next(sd_journal* journal) {
  static const auto next = cel::loaded<decltype(sd_journal_next)>("sd_journal_next");
  return cel::call(next, journal);
}

int sd_journal_previous(sd_journal* journal) {
  static const auto previous = cel::loaded<decltype(sd_journal_previous)>("sd_journal_previous");
  return cel::call(previous, journal);
}

int sd_journal_get_realtime_usec(sd_journal* journal, uint64_t* time) {
  static const auto get = cel::loaded<decltype(sd_journal_get_realtime_usec)>("sd_journal_get_realtime_usec");
  return cel::call(get, journal, time);
}

int sd_journal_set_data_threshold(sd_journal* journal, size_t size) {
  static const auto set =
      cel::loaded<decltype(sd_journal_set_data_threshold)>("sd_journal_set_data_threshold");
  return cel::call(set, journal, size);
}

int sd_journal_get_data(sd_journal* journal, const char* field, const void** data, size_t* size) {
  static const auto get = cel::loaded<decltype(sd_journal_get_data)>("sd_journal_get_data");
  return cel::call(get, journal, field, data, size);
}

int sd_journal_add_match(sd_journal* journal, const void* data, size_t size) {
  static const auto add = cel::loaded<decltype(sd_journal_add_match)>("sd_journal_add_match");
  return cel::call(add, journal, data, size);
}

int sd_journal_add_disjunction(sd_journal* journal) {
  static const auto add = cel::loaded<decltype(sd_journal_add_disjunction)>("sd_journal_add_disjunction");
  return cel::call(add, journal);
}

void sd_journal_flush_matches(sd_journal* journal) {
  static const auto flush = cel::loaded<decltype(sd_journal_flush_matches)>("sd_journal_flush_matches");
  if (flush != nullptr) {
    flush(journal);
  }
}

int sd_journal_seek_head(sd_journal* journal) {
  static const auto seek = cel::loaded<decltype(sd_journal_seek_head)>("sd_journal_seek_head");
  return cel::call(seek, journal);
}

int sd_journal_seek_tail(sd_journal* journal) {
  static const auto seek = cel::loaded<decltype(sd_journal_seek_tail)>("sd_journal_seek_tail");
  return cel::call(seek, journal);
}

int sd_journal_seek_realtime_usec(sd_journal* journal, uint64_t time) {
  static const auto seek =
      cel::loaded<decltype(sd_journal_seek_realtime_usec)>("sd_journal_seek_realtime_usec");
  return cel::call(seek, journal, time);
}

int sd_journal_seek_cursor(sd_journal* journal, const char* cursor) {
  static const auto seek = cel::loaded<decltype(sd_journal_seek_cursor)>("sd_journal_seek_cursor");
  return cel::call(seek, journal, cursor);
}

int sd_journal_get_cursor(sd_journal* journal, char** cursor) {
  static const auto get = cel::loaded<decltype(sd_journal_get_cursor)>("sd_journal_get_cursor");
  return cel::call(get, journal, cursor);
}

int sd_journal_test_cursor(sd_journal* journal, const char* cursor) {
  static const auto test = cel::loaded<decltype(sd_journal_test_cursor)>("sd_journal_test_cursor");
  return cel::call(test, journal, cursor);
}

int sd_journal_get_fd(sd_journal* journal) {
  static const auto get = cel::loaded<decltype(sd_journal_get_fd)>("sd_journal_get_fd");
  return cel::call(get, journal);
}

int sd_journal_process(sd_journal* journal) {
  static const auto process = cel::loaded<decltype(sd_journal_process)>("sd_journal_process");
  return cel::call(process, journal);
}

}  // extern "C"
