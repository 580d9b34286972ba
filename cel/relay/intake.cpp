// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/intake.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "cel/base/clock.h"
#include "cel/relay/message.h"

namespace cel {
namespace {

using namespace std::chrono_literals;

constexpr int kAtOnce = 64;  // events and clients of one turn
constexpr auto kWholeMessage =
    5s;  // for a complete message from the connection on, as long as the logger tries
constexpr auto kOfProgress = 30s;    // the same for a client that keeps sending
constexpr auto kCheck = 250ms;       // between two checks for late clients
constexpr auto kCheckOfSlow = 50ms;  // the same while others wait
constexpr std::uint64_t kListenerEvent = ~std::uint64_t{0};
constexpr std::uint64_t kLogEvent = kListenerEvent - 1;

constexpr const char* kEnding = "the relay ends";
constexpr const char* kLate = "no whole record came within 5 s";
// A client that gets "busy" tries again (sink/relay_sink.cpp).
constexpr const char* kTooMany = "busy: too many clients have sent no whole record";

bool watch(int epoll, int fd, unsigned events, std::uint64_t data) {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.u64 = data;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/// Returns whether the client has closed its writing side, so that nothing follows what can be received.
bool has_ended(int socket) {
  pollfd entry{socket, POLLRDHUP, 0};
  return poll_some(&entry, 1, 0) > 0;
}

/// The next client's socket, which does not block; by another system call where a seccomp profile refuses
/// the one that does it at once.
Fd accept_client(int listener) {
  Fd socket(accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket && is_refused(errno)) {
    socket = Fd(accept(listener, nullptr, nullptr));
    if (socket &&
        (fcntl(socket.get(), F_SETFL, O_NONBLOCK) != 0 || fcntl(socket.get(), F_SETFD, FD_CLOEXEC) != 0)) {
      return {};
    }
  }
  return above_standard(std::move(socket));
}

int take_ready(int epoll, epoll_event* events, int count) {
  const int ready = epoll_wait(epoll, events, count, 0);
  return ready < 0 && is_refused(errno) ? epoll_pwait(epoll, events, count, 0, nullptr) : ready;
}

}  // namespace

Result<Intake> Intake::open(Listener listener, int log) {
  Fd epoll = above_standard(Fd(epoll_create1(EPOLL_CLOEXEC)));
  if (!epoll || !watch(epoll.get(), listener.fd(), EPOLLIN, kListenerEvent)) {
    return Error{"cannot watch the socket: " + errno_text(errno)};
  }
  // Fails for a regular file, which is always ready.
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
  if (!short_.empty() || !long_.empty() || (may_have_clients_ && may_accept_ && !connections_.full())) {
    return Time::duration::zero();
  }
  if (connections_.empty()) {
    return may_accept_ ? std::nullopt : std::optional<Time::duration>(kCheck);
  }
  return unfinished_.empty() ? kCheck : kCheckOfSlow;
}

void Intake::take_clients(Time now) {
  now_ = now;
  take_events();
  accept_clients();
  read_unfinished();
  refuse_late();
}

void Intake::take_events() {
  std::array<epoll_event, kAtOnce> events{};
  const int count = take_ready(epoll_.get(), events.data(), kAtOnce);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events.at(static_cast<std::size_t>(i));
    may_have_clients_ = may_have_clients_ || event.data.u64 == kListenerEvent;
    Connection* client = event.data.u64 < kLogEvent ? connections_.find(event.data.u64) : nullptr;
    if (client != nullptr && client->state == Connection::State::idle) {
      look_at(*client, (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
    }
  }
}

void Intake::accept_clients() {
  may_accept_ = true;
  for (int i = 0; i < kAtOnce && may_have_clients_; ++i) {
    if (Connection* first = connections_.full() ? connections_.first_to_go(now_) : nullptr) {
      refuse(*first, kTooMany);
    }
    if (connections_.full()) {
      return;
    }
    Fd socket = accept_client(listener_.fd());
    if (socket) {
      take(std::move(socket));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
      Connection* first = connections_.first_to_go(now_);
      if (first == nullptr) {
        may_accept_ = false;
        return;
      }
      refuse(*first, kTooMany);
    } else if (errno != EINTR && errno != ECONNABORTED) {
      may_have_clients_ = false;
    }
  }
}

/// Adds an accepted client. If its user then has too many, one of them is refused: the new one if all others
/// have sent complete messages.
void Intake::take(Fd socket) {
  Connection& client = connections_.add(std::move(socket), now_);
  const Id id = connections_.id_of(client);
  const uid_t uid = client.peer.uid;
  look_at(client, has_ended(client.socket.get()));
  if (connections_.of_user(uid) > Connections::kOfUser) {
    Connection* first = connections_.first_to_go(now_, uid);
    first = first != nullptr ? first : connections_.find(id);
    if (first != nullptr) {
      refuse(*first, kTooMany);
    }
  }
  Connection* still = connections_.find(id);
  if (still != nullptr && still->state == Connection::State::idle &&
      !watch(epoll_.get(), still->socket.get(), EPOLLIN | EPOLLRDHUP, id)) {
    refuse(*still, kTooMany);
  }
}

void Intake::refuse_late() {
  if (now_ < next_check_) {
    return;
  }
  next_check_ = now_ + kCheck;
  connections_.each([this](Connection& client) {
    const auto time = is_silent(client, now_) ? kWholeMessage : kOfProgress;
    if (client.state == Connection::State::idle && now_ - client.since >= time) {
      refuse(client, kLate);
    }
  });
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

/// Sends an answer, which fits into any socket's buffer, so that there is no waiting for a client that does
/// not read.
void Intake::answer(Connection& client, std::string_view line) {
  (void)write_some(client.socket.get(), line.data(), line.size());
  connections_.remove(client);
}

std::optional<std::string> Intake::notice() {
  std::string opening = listener_.take_notice();
  return opening.empty() ? refusals_.summary(Deadline::Clock::now()) : std::optional(std::move(opening));
}

}  // namespace cel
