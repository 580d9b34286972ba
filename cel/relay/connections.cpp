// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/connections.h"

#include <utility>

namespace cel {
namespace {

using State = Connection::State;

/// The one of `places` that `wanted` is true of and whose `time` is the earliest.
template <typename Wanted>
Connection* earliest(std::vector<Connection>& places, Connection::Time Connection::*time, Wanted wanted) {
  Connection* found = nullptr;
  for (Connection& client : places) {
    if (wanted(client) && (found == nullptr || client.*time < found->*time)) {
      found = &client;
    }
  }
  return found;
}

}  // namespace

Connections::Connections() : places_(kPlaces) {
  free_.reserve(kPlaces);
  for (std::uint32_t place = kPlaces; place > 0; --place) {
    free_.push_back(place - 1);
  }
}

Connection& Connections::add(Fd socket, Connection::Time now) {
  Connection& client = places_[free_.back()];
  free_.pop_back();
  client.state = State::queued;
  client.peer = peer_of(socket.get());
  client.socket = std::move(socket);
  client.since = now;
  return client;
}

void Connections::remove(Connection& client) {
  held_bytes_ -= client.held.size();
  idle_ -= client.state == State::idle ? 1 : 0;
  const std::uint32_t next = client.generation + 1;
  client = Connection();
  client.generation = next;
  free_.push_back(static_cast<std::uint32_t>(&client - places_.data()));
}

Connections::Id Connections::id_of(const Connection& client) const {
  return Id{client.generation} << 32U | static_cast<std::uint32_t>(&client - places_.data());
}

Connection* Connections::find(Id id) {
  const std::size_t place = id & 0xFFFFFFFFU;
  if (place >= places_.size() || places_[place].generation != id >> 32U ||
      places_[place].state == State::free) {
    return nullptr;
  }
  return &places_[place];
}

void Connections::hold(Connection& client, std::string_view bytes, Connection::Time now) {
  if (client.held.empty()) {
    client.held_since = now;
  }
  client.held.append(bytes);
  held_bytes_ += bytes.size();
}

std::string Connections::take_held(Connection& client) {
  held_bytes_ -= client.held.size();
  return std::exchange(client.held, {});
}

Connection* Connections::longest_held() {
  return earliest(places_, &Connection::held_since,
                  [](const Connection& c) { return c.state == State::idle && !c.held.empty(); });
}

Connection* Connections::make_idle(Connection& client) {
  client.state = State::idle;
  ++idle_;
  if (idle_ > kIdleOfUser) {
    std::size_t of_user = 0;
    for (const Connection& other : places_) {
      of_user += other.state == State::idle && other.peer.uid == client.peer.uid ? 1 : 0;
    }
    if (of_user > kIdleOfUser) {
      return oldest_idle(client.peer.uid);
    }
  }
  return idle_ > kIdle ? oldest_idle() : nullptr;
}

void Connections::make_queued(Connection& client) {
  client.state = State::queued;
  --idle_;
}

Connection* Connections::oldest_idle(std::optional<uid_t> uid) {
  return earliest(places_, &Connection::since, [&](const Connection& c) {
    return c.state == State::idle && (!uid || c.peer.uid == *uid);
  });
}

}  // namespace cel
