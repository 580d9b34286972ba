// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/unfinished.h"

#include <algorithm>
#include <iterator>

#include "cel/relay/message.h"

namespace cel {
namespace {

using namespace std::chrono_literals;
using State = Connection::State;
using Seconds = std::chrono::duration<double>;

// The time that a client may take to be read while others wait, with room for a machine that is overloaded
// twice.
constexpr auto kPause = 300ms;
constexpr auto kWhole = 1s;
constexpr double kBytesASecond = 1e6;  // after kWhole

/// Returns whether nothing more comes until the client is read: its socket, if of the usual size, is nearly
/// full, or nothing has come for a while.
bool is_blocked(const Connection& client, Connection::Time now) {
  constexpr std::size_t kNearlyFull = std::size_t{160} << 10U;
  return client.sent >= kNearlyFull || now - client.grown >= 100ms;
}

}  // namespace

void Unfinished::add(Connection& client, Connections::Id id) {
  if (!client.waits_for_room && !client.held_since) {
    client.waits_for_room = true;
    waiting_.push_back(id);
  }
}

std::vector<Connections::Id> Unfinished::begin(Connections& connections, Connection::Time now) {
  std::erase_if(read_, [&](Connections::Id id) { return connections.find(id) == nullptr; });
  std::erase_if(waiting_, [&](Connections::Id id) {
    const Connection* client = connections.find(id);
    return client == nullptr || client->state != State::idle;
  });
  std::vector<Connections::Id> begun;
  while (read_.size() < kAtOnce) {
    const auto can_begin = [&](Connections::Id id) {
      const Connection& client = *connections.find(id);
      return is_blocked(client, now) && has_room_for(client, connections);
    };
    const auto oldest = std::find_if(waiting_.begin(), waiting_.end(), can_begin);
    if (oldest == waiting_.end()) {
      break;
    }
    const auto newest = std::find_if(waiting_.rbegin(), waiting_.rend(), can_begin);
    const auto next = takes_newest_ ? std::prev(newest.base()) : oldest;
    takes_newest_ = !takes_newest_;
    Connection& client = *connections.find(*next);
    client.waits_for_room = false;
    client.held_since = now;
    client.held.reserve(kMaxMessage + 1);
    read_.push_back(*next);
    begun.push_back(*next);
    waiting_.erase(next);
  }
  return begun;
}

bool Unfinished::has_room_for(const Connection& client, Connections& connections) const {
  const auto of_user = std::count_if(read_.begin(), read_.end(), [&](Connections::Id id) {
    const Connection* other = connections.find(id);
    return other != nullptr && other->peer.uid == client.peer.uid;
  });
  return static_cast<std::size_t>(of_user) < kAtOnceOfUser;
}

Connection* Unfinished::too_slow(Connections& connections, Connection::Time now) const {
  const bool somebody_waits = std::any_of(waiting_.begin(), waiting_.end(), [&](Connections::Id id) {
    const Connection* client = connections.find(id);
    return client != nullptr && client->state == State::idle && is_blocked(*client, now);
  });
  Connection* slowest = nullptr;
  double longest_over = 0;  // seconds over what it may take
  for (const Connections::Id id : read_) {
    Connection* client = connections.find(id);
    if (client == nullptr || client->state != State::idle) {
      continue;
    }
    const Seconds paused = now - client->grown - kPause;
    const Seconds taken = now - *client->held_since - kWhole;
    const double seconds =
        std::max(paused.count(), taken.count() - static_cast<double>(client->held.size()) / kBytesASecond);
    if (seconds > longest_over) {
      slowest = client;
      longest_over = seconds;
    }
  }
  return somebody_waits ? slowest : nullptr;
}

}  // namespace cel
