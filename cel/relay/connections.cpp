// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/connections.h"

#include <utility>

namespace cel {
namespace {

using namespace std::chrono_literals;
using State = Connection::State;

constexpr double kSilent = 4096;  // bytes a second; a client that sends fewer counts as silent
constexpr auto kNew = 250ms;      // on a busy machine the first byte of a client may take so long

double seconds_of(Connection::Time::duration span) { return std::chrono::duration<double>(span).count(); }

/// Returns the client's rank: the lowest goes first.
double standing_of(const Connection& client, Connection::Time now) {
  constexpr double kBeforeSenders = -1e9;
  constexpr double kBeforeNew = 2 * kBeforeSenders;
  const double age = seconds_of(now - client.since);
  if (is_silent(client, now)) {
    return kBeforeNew - age;
  }
  return client.sent == 0 ? kBeforeSenders - age : static_cast<double>(client.sent) / (age + 0.001);
}

}  // namespace

bool is_silent(const Connection& client, Connection::Time now) {
  const auto age = now - client.since;
  return age >= kNew && static_cast<double>(client.sent) < kSilent * seconds_of(age);
}

Connections::Connections() : places_(kPlaces) {
  free_.reserve(kPlaces);
  for (std::uint32_t place = kPlaces; place > 0; --place) {
    free_.push_back(place - 1);
  }
}

std::size_t Connections::of_user(uid_t uid) const {
  const auto count = of_user_.find(uid);
  return count == of_user_.end() ? 0 : count->second;
}

Connection& Connections::add(Fd socket, Connection::Time now) {
  Connection& client = places_[free_.back()];
  free_.pop_back();
  client.state = State::idle;
  client.peer = peer_of(socket.get());
  client.socket = std::move(socket);
  client.since = now;
  client.grown = now;
  ++of_user_[client.peer.uid];
  return client;
}

void Connections::remove(Connection& client) {
  if (const auto count = of_user_.find(client.peer.uid); --count->second == 0) {
    of_user_.erase(count);
  }
  const std::uint32_t next = client.generation + 1;
  std::string().swap(client.held);  // frees its memory, which an assignment would keep
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

Connection* Connections::first_to_go(Connection::Time now, std::optional<uid_t> uid) {
  Connection* first = nullptr;
  double lowest = 0;
  for (Connection& client : places_) {
    if (client.state != State::idle || (uid && client.peer.uid != *uid)) {
      continue;
    }
    const double standing = standing_of(client, now);
    if (first == nullptr || standing < lowest) {
      first = &client;
      lowest = standing;
    }
  }
  return first;
}

}  // namespace cel
