// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/intake.h"

#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "cel/relay/message.h"

namespace cel {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kShort = 16384;  // bytes: what takes well below a millisecond
constexpr auto kWholeMessage = 5s;  // from connecting to the end of the message, as long as the logger tries
constexpr auto kGrace = 20ms;       // for a message that others wait for to be finished
constexpr auto kCheck = 250ms;      // how often lateness is looked for
constexpr std::uint64_t kListenerEvent = ~std::uint64_t{0};
constexpr std::uint64_t kLogEvent = kListenerEvent - 1;

constexpr const char* kEnding = "the relay ends";
constexpr const char* kLate = "no whole record came within 5 s";
constexpr const char* kHindering = "the record came too slowly while others waited";
constexpr const char* kTooMany = "too many clients have sent no whole record";

bool watch(int epoll, int fd, unsigned events, std::uint64_t data) {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.u64 = data;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/// Bytes that can be received without waiting.
std::size_t bytes_waiting(int socket) {
  int bytes = 0;
  ioctl(socket, SIOCINQ, &bytes);
  return bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

}  // namespace

Result<Intake> Intake::open(Listener listener, int log) {
  Fd epoll = above_standard(Fd(epoll_create1(EPOLL_CLOEXEC)));
  if (!epoll || !watch(epoll.get(), listener.fd(), EPOLLIN, kListenerEvent)) {
    return Error{"cannot watch the socket: " + errno_text(errno)};
  }
  // A regular file cannot be watched, and is always ready.
  watch(epoll.get(), log, EPOLLOUT, kLogEvent);
  return Intake(std::move(listener), std::move(epoll));
}

Intake::Intake(Listener listener, Fd epoll)
    : listener_(std::move(listener)),
      epoll_(std::move(epoll)),
      scratch_(kMaxMessage + 1, '\0'),
      now_(Deadline::Clock::now()),
      next_check_(now_) {}

Intake::~Intake() {
  connections_.each([this](Connection& client) { refuse(client, kEnding); });
}

std::optional<Intake::Time::duration> Intake::wait() const {
  if (!long_.empty() && too_much_held()) {
    return kGrace;
  }
  if (!short_.empty() || !long_.empty() || (may_have_clients_ && !connections_.full())) {
    return Time::duration::zero();
  }
  return connections_.empty() ? std::nullopt : std::optional<Time::duration>(kCheck);
}

void Intake::take_clients(Time now) {
  now_ = now;
  take_events();
  accept_clients();
  refuse_late();
}

void Intake::take_events() {
  std::array<epoll_event, 64> events{};
  const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    const std::uint64_t data = events.at(static_cast<std::size_t>(i)).data.u64;
    may_have_clients_ = may_have_clients_ || data == kListenerEvent;
    Connection* client = data < kLogEvent ? connections_.find(data) : nullptr;
    if (client != nullptr && client->state == Connection::State::idle) {
      connections_.make_queued(*client);
      enqueue(*client);
    }
  }
}

void Intake::accept_clients() {
  while (may_have_clients_ && !connections_.full()) {
    Fd socket = above_standard(Fd(accept4(listener_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)));
    if (socket) {
      enqueue(connections_.add(std::move(socket), now_));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
      Connection* oldest = connections_.oldest_idle();
      if (oldest == nullptr) {
        return;
      }
      refuse(*oldest, kTooMany);
    } else if (errno != EINTR && errno != ECONNABORTED) {
      may_have_clients_ = false;
    }
  }
}

void Intake::enqueue(Connection& client) {
  (client.large ? long_ : short_).push_back(connections_.id_of(client));
}

std::optional<Message> Intake::next_short() {
  while (!short_.empty()) {
    Connection* client = connections_.find(short_.front());
    short_.pop_front();
    if (client == nullptr) {
      continue;
    }
    if (client->held.size() + bytes_waiting(client->socket.get()) > kShort) {
      client->large = true;
      enqueue(*client);
    } else if (const auto message = read(*client)) {
      return Message{connections_.id_of(*client), *message};
    }
  }
  return std::nullopt;
}

std::optional<Message> Intake::next_long() {
  const bool only_held = too_much_held();
  auto next = std::find_if(long_.begin(), long_.end(), [&](Id id) {
    const Connection* client = connections_.find(id);
    return client == nullptr || (only_held ? !client->held.empty() : client->peer.uid != last_long_);
  });
  if (next == long_.end() && !only_held) {
    next = long_.begin();
  }
  if (next == long_.end()) {
    Connection* slowest = long_.empty() ? nullptr : connections_.longest_held();
    if (slowest != nullptr && now_ - slowest->held_since >= kGrace) {
      refuse(*slowest, kHindering);
    }
    return std::nullopt;
  }
  Connection* client = connections_.find(*next);
  long_.erase(next);
  if (client == nullptr) {
    return std::nullopt;
  }
  last_long_ = client->peer.uid;
  const auto message = read(*client);
  return message ? std::optional(Message{connections_.id_of(*client), *message}) : std::nullopt;
}

/// Reads what the client has sent: the whole of its message, or nothing as long as that has no end, or the
/// client was refused or is gone.
std::optional<std::string_view> Intake::read(Connection& client) {
  std::size_t size = 0;
  ssize_t count = 0;
  while ((count = recv(client.socket.get(), scratch_.data() + size, scratch_.size() - size, MSG_DONTWAIT)) >
             0 ||
         (count < 0 && errno == EINTR)) {
    size += count > 0 ? static_cast<std::size_t>(count) : 0;
    if (client.held.size() + size > kMaxMessage) {
      refuse(client, "the record is longer than " + std::to_string(kMaxMessage) + " bytes");
      return std::nullopt;
    }
  }
  const std::string_view received = std::string_view(scratch_).substr(0, size);
  if (count < 0 && errno == EAGAIN) {
    wait_for(client, received);
    return std::nullopt;
  }
  client.state = Connection::State::answering;
  if (client.held.empty()) {
    if (received.empty()) {
      connections_.remove(client);  // somebody looked whether the relay is there
      return std::nullopt;
    }
    return received;
  }
  connections_.hold(client, received, now_);
  whole_ = connections_.take_held(client);
  return whole_;
}

void Intake::wait_for(Connection& client, std::string_view bytes) {
  if (!bytes.empty()) {
    connections_.hold(client, bytes, now_);
  }
  const Id id = connections_.id_of(client);
  if (Connection* surplus = connections_.make_idle(client)) {
    refuse(*surplus, kTooMany);
  }
  while (connections_.held_bytes() > Connections::kHeldBytes && connections_.longest_held() != nullptr) {
    refuse(*connections_.longest_held(), kHindering);
  }
  Connection* still = connections_.find(id);
  if (still != nullptr && !still->watched) {
    still->watched = watch(epoll_.get(), still->socket.get(), EPOLLIN | EPOLLRDHUP, id);
    if (!still->watched) {
      refuse(*still, kTooMany);
    }
  }
}

void Intake::refuse_late() {
  if (now_ < next_check_) {
    return;
  }
  next_check_ = now_ + kCheck;
  for (Connection* oldest = connections_.oldest_idle();
       oldest != nullptr && now_ - oldest->since >= kWholeMessage; oldest = connections_.oldest_idle()) {
    refuse(*oldest, kLate);
  }
}

void Intake::refuse_queued(std::string_view why) {
  for (std::deque<Id>* queue : {&short_, &long_}) {
    for (const Id id : std::exchange(*queue, {})) {
      refuse(id, why);
    }
  }
}

void Intake::refuse(Id id, std::string_view why) {
  if (Connection* client = connections_.find(id)) {
    refuse(*client, why);
  }
}

Peer Intake::peer_of(Id id) {
  const Connection* client = connections_.find(id);
  return client != nullptr ? client->peer : Peer();
}

void Intake::acknowledge(Id id) {
  if (Connection* client = connections_.find(id)) {
    answer(*client, "ok\n");
  }
}

void Intake::refuse(Connection& client, std::string_view why) {
  refusals_.count(client.peer, why);
  answer(client, "error " + std::string(why) + "\n");
}

/// An answer is short enough for any socket's buffer, so that a client who does not read it is no reason to
/// wait.
void Intake::answer(Connection& client, std::string_view line) {
  send(client.socket.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  connections_.remove(client);
}

std::optional<std::string> Intake::notice() {
  std::string opening = listener_.take_notice();
  return opening.empty() ? refusals_.summary(Deadline::Clock::now()) : std::optional(std::move(opening));
}

}  // namespace cel
