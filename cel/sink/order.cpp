// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/order.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "cel/base/file_status.h"
#include "cel/base/program.h"
#include "cel/base/text.h"
#include "cel/sink/journal_sink.h"
#include "cel/sink/pid1_stream.h"
#include "cel/sink/relay_sink.h"
#include "cel/sink/spool_sink.h"
#include "cel/sink/stream_sinks.h"

namespace cel {
namespace {

constexpr const char* kRunSocket = "/run/cel/cel.sock";

/// Returns `run/cel.sock` of the volume whose `bin` this program is in.
std::string socket_beside_program() {
  const std::string folder = program_folder();
  return folder.empty() ? folder : folder + "/../run/cel.sock";
}

bool is_socket(int fd) {
  struct stat status {};
  return file_status(fd, status) && S_ISSOCK(status.st_mode);
}

}  // namespace

Result<std::unique_ptr<Sink>> named_sink(std::string_view name) {
  const auto after = [&](std::string_view kind) { return std::string(name.substr(kind.size())); };
  if (name == "stdout") {
    return pid1_stream(STDOUT_FILENO);
  }
  if (name == "stderr") {
    return pid1_stream(STDERR_FILENO);
  }
  if (name == "journal") {
    return journal_sink();
  }
  if (name == "console") {
    return console(true);
  }
  if (name.starts_with("file:") && name.size() > 5) {
    return file_sink(after("file:"));
  }
  if (name.starts_with("unix:") && name.size() > 5) {
    return relay_sink(after("unix:"));
  }
  if (name.starts_with("fd:")) {
    if (const auto fd = whole_number(after("fd:"), 0, INT_MAX)) {
      return inherited_fd(static_cast<int>(*fd));
    }
  }
  return Error{"'" + valid_utf8(name) +
               "' names no sink: use auto, stdout, stderr, fd:N, unix:PATH, journal, file:PATH or console"};
}

std::vector<std::unique_ptr<Sink>> sinks_in_order(const SinkChoice& choice) {
  std::vector<std::unique_ptr<Sink>> sinks;
  const auto add = [&](std::unique_ptr<Sink> sink) {
    const bool known = std::any_of(sinks.begin(), sinks.end(),
                                   [&](const auto& other) { return other->name() == sink->name(); });
    if (!known) {
      sinks.push_back(std::move(sink));
    }
  };
  if (!choice.named.empty() && choice.named != "auto") {
    if (auto named = named_sink(choice.named)) {
      add(std::move(*named));
    }
  }
  add(pid1_stream(STDOUT_FILENO));
  add(pid1_stream(STDERR_FILENO));
  if (!choice.socket.empty()) {
    add(relay_sink(choice.socket));
  } else {
    if (const std::string beside = socket_beside_program(); !beside.empty()) {
      add(relay_sink(beside));
    }
    add(relay_sink(kRunSocket));
  }
  // A service's streams are the journal's sockets. Its native protocol takes a report whole and with fields.
  if (is_socket(STDERR_FILENO) || is_socket(STDOUT_FILENO)) {
    add(journal_sink());
  }
  add(inherited_stream(STDERR_FILENO));
  add(inherited_stream(STDOUT_FILENO));
  add(journal_sink());
  if (!choice.spool.empty()) {
    add(spool_sink(choice.spool));
  }
  if (choice.console) {
    add(console(false));
  }
  return sinks;
}

}  // namespace cel
