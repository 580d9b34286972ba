// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/journal_sink.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "cel/record/journal_fields.h"
#include "cel/sink/unix_socket.h"
#include "cel/wire/encode.h"

namespace cel {
namespace {

constexpr std::size_t kMaxFieldName = 64;  // bytes; journald's limit
constexpr const char* kPriorityCritical = "2";
constexpr const char* kPriorityError = "3";

void append_field(std::string& entry, std::string_view name, std::string_view value) {
  entry += name;
  if (value.find('\n') == std::string_view::npos) {
    entry += '=';
  } else {
    entry += '\n';
    for (unsigned shift = 0; shift < 64; shift += 8) {
      entry += static_cast<char>(static_cast<std::uint64_t>(value.size()) >> shift & 0xFFU);
    }
  }
  entry += value;
  entry += '\n';
}

/// Returns `CEL_` and the key in capitals, or an empty string if that is not a field's name.
std::string field_name(std::string_view key) {
  std::string name = "CEL_";
  for (const char c : key) {
    const bool lower = c >= 'a' && c <= 'z';
    if (!lower && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') {
      return {};
    }
    name += static_cast<char>(lower ? c - 'a' + 'A' : c);
  }
  return name.size() <= kMaxFieldName && name != kJournalRecord ? name : std::string();
}

/// Sends an entry that is too large for a datagram as a sealed memory file. Returns -1 with errno on failure.
ssize_t send_as_file(int socket, std::string_view entry, const Deadline& deadline) {
  const Fd file =
      above_standard(Fd(memfd_create("container-exception-logger", MFD_CLOEXEC | MFD_ALLOW_SEALING)));
  if (!file) {
    return -1;
  }
  while (!entry.empty()) {
    const ssize_t written = write(file.get(), entry.data(), entry.size());
    if (written < 0 && errno != EINTR) {
      return -1;
    }
    entry.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  if (fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
    return -1;
  }
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  const int fd = file.get();
  std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  return when_ready(socket, POLLOUT, deadline, [&] { return sendmsg(socket, &message, MSG_NOSIGNAL); });
}

class JournalSink : public Sink {
 public:
  explicit JournalSink(std::string path) : path_(std::move(path)) {}

  std::string name() const override { return "the journal at " + path_; }

  Result<void> open(const Deadline& deadline) override {
    if (socket_) {
      return {};
    }
    Result<Fd> connected = connect_unix(path_, SOCK_DGRAM, deadline);
    if (!connected) {
      return Error{connected.error()};
    }
    socket_ = std::move(*connected);
    return {};
  }

  Result<void> deliver(const EncodedReport& report, const Deadline& deadline) override {
    const std::string entry = journal_entry(report);
    ssize_t sent = when_ready(socket_.get(), POLLOUT, deadline,
                              [&] { return send(socket_.get(), entry.data(), entry.size(), MSG_NOSIGNAL); });
    if (sent < 0 && (errno == EMSGSIZE || errno == ENOBUFS)) {
      sent = send_as_file(socket_.get(), entry, deadline);
    }
    return sent < 0 ? not_sent(errno) : Result<void>();
  }

 private:
  std::string path_;
  Fd socket_;
};

}  // namespace

std::string journal_entry(const EncodedReport& report) {
  std::string entry;
  const std::string_view line = report.lines.front();
  append_field(entry, "MESSAGE", line.substr(0, line.size() - 1));
  append_field(entry, "MESSAGE_ID", kJournalMessageId);
  append_field(entry, "PRIORITY",
               string_at(report.record, "severity") == "fatal" ? kPriorityCritical : kPriorityError);
  append_field(entry, "SYSLOG_IDENTIFIER", report.tag.empty() ? kDefaultTag : std::string_view(report.tag));
  append_field(entry, kJournalRecord, report.json);
  for (const auto& [key, value] : report.record.items()) {
    const std::string name = field_name(key);
    if (!name.empty() && !value.is_structured()) {
      append_field(entry, name, value.is_string() ? value.get<std::string>() : to_line(value));
    }
  }
  return entry;
}

std::unique_ptr<Sink> journal_sink(std::string socket_path) {
  return std::make_unique<JournalSink>(std::move(socket_path));
}

}  // namespace cel
