// SPDX-License-Identifier: Apache-2.0
//
// The part of Intake that reads messages.

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "cel/relay/intake.h"
#include "cel/relay/message.h"

namespace cel {
namespace {

constexpr std::size_t kShort = 16384;  // bytes of a message that takes well below a millisecond
constexpr std::size_t kPiece = std::size_t{64} << 10U;

constexpr const char* kHindering = "busy: the record came too slowly while others waited";

std::string too_long() { return "the record is longer than " + std::to_string(kMaxMessage) + " bytes"; }

/// Returns how many bytes can be received without waiting.
std::size_t bytes_waiting(int socket) {
  int bytes = 0;
  ioctl(socket, SIOCINQ, &bytes);
  return bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

}  // namespace

/// Checks how much of an idle client's message has come. `ended`: the client has closed its writing side.
void Intake::look_at(Connection& client, bool ended) {
  const std::size_t waiting = bytes_waiting(client.socket.get());
  if (client.held.size() + waiting > client.sent) {
    client.sent = client.held.size() + waiting;
    client.grown = now_;
  }
  if (ended) {
    enqueue(client);
  } else if (client.held_since) {
    read_piece(client);
  } else if (waiting >= Unfinished::kMayBeFull) {
    unfinished_.add(client, connections_.id_of(client));
  }
}

void Intake::read_unfinished() {
  if (unfinished_.empty()) {
    return;
  }
  if (Connection* slow = unfinished_.too_slow(connections_, now_)) {
    refuse(*slow, kHindering);
  }
  for (const Id id : unfinished_.begin(connections_, now_)) {
    if (Connection* client = connections_.find(id)) {
      read_piece(*client);
    }
  }
}

/// Reads what has come of a message that is not complete.
void Intake::read_piece(Connection& client) {
  while (client.held.size() <= kMaxMessage) {
    const ssize_t count = read_some(client.socket.get(), scratch_.data(), kPiece);
    if (count == 0) {
      return enqueue(client);
    }
    if (count < 0 && errno != EINTR) {
      return;
    }
    client.held.append(scratch_, 0, count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  refuse(client, too_long());
}

void Intake::enqueue(Connection& client) {
  client.state = Connection::State::queued;
  (client.sent > kShort ? long_ : short_).push_back(connections_.id_of(client));
}

std::optional<Message> Intake::next_short() {
  while (!short_.empty()) {
    Connection* client = connections_.find(short_.front());
    short_.pop_front();
    if (const auto message = client != nullptr ? read(*client) : std::nullopt) {
      return Message{connections_.id_of(*client), *message};
    }
  }
  return std::nullopt;
}

std::optional<Message> Intake::next_long() {
  while (!long_.empty()) {
    auto next = std::find_if(long_.begin(), long_.end(), [&](Id id) {
      const Connection* client = connections_.find(id);
      return client != nullptr && client->peer.uid != last_long_;
    });
    next = next == long_.end() ? long_.begin() : next;
    Connection* client = connections_.find(*next);
    long_.erase(next);
    if (client == nullptr) {
      continue;
    }
    last_long_ = client->peer.uid;
    if (const auto message = read(*client)) {
      return Message{connections_.id_of(*client), *message};
    }
  }
  return std::nullopt;
}

/// Reads the rest of a complete message and returns all of it; nothing if the client is refused or has sent
/// nothing.
std::optional<std::string_view> Intake::read(Connection& client) {
  std::size_t size = 0;
  ssize_t count = 0;
  while ((count = read_some(client.socket.get(), scratch_.data() + size, scratch_.size() - size)) > 0 ||
         (count < 0 && errno == EINTR)) {
    size += count > 0 ? static_cast<std::size_t>(count) : 0;
    if (client.held.size() + size > kMaxMessage) {
      refuse(client, too_long());
      return std::nullopt;
    }
  }
  const std::string_view received = std::string_view(scratch_).substr(0, size);
  client.state = Connection::State::answering;
  if (client.held.empty()) {
    if (received.empty()) {
      connections_.remove(client);  // a client that checks whether the relay is there
      return std::nullopt;
    }
    return received;
  }
  whole_ = std::exchange(client.held, {});
  whole_ += received;
  return whole_;
}

}  // namespace cel
