// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/server.h"

#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>

#include "cel/relay/message.h"

namespace cel {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kShort = 16384;  // bytes: what takes well below a millisecond
constexpr auto kWholeMessage = 5s;  // from connecting to the end of the message, as long as the logger tries
constexpr auto kStall = 1s;         // of the log, before everybody is refused
constexpr auto kGrace = 20ms;       // for a message that others wait for to be finished
constexpr auto kCheck = 250ms;      // how often lateness is looked for
constexpr std::uint64_t kListenerEvent = ~std::uint64_t{0};
constexpr std::uint64_t kLogEvent = kListenerEvent - 1;

constexpr const char* kEnding = "the relay ends";
constexpr const char* kLate = "no whole record came within 5 s";
constexpr const char* kHindering = "the record came too slowly while others waited";
constexpr const char* kTooMany = "too many clients have sent no whole record";
constexpr const char* kStalled = "nobody reads the log";

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

int milliseconds(Connection::Time::duration span) {
  return static_cast<int>(
      std::max<std::int64_t>(std::chrono::ceil<std::chrono::milliseconds>(span).count(), 0));
}

}  // namespace

Result<std::unique_ptr<RelayServer>> RelayServer::open(int run, const std::string& shown_folder, int log) {
  if (Result<void> usable = check_stream(log); !usable) {
    return Error{"the log " + usable.error()};
  }
  Result<Listener> listener = Listener::open(run, shown_folder);
  if (!listener) {
    return Error{listener.error()};
  }
  Fd epoll = above_standard(Fd(epoll_create1(EPOLL_CLOEXEC)));
  if (!epoll || !watch(epoll.get(), listener->fd(), EPOLLIN, kListenerEvent)) {
    return Error{"cannot watch the socket: " + errno_text(errno)};
  }
  // A regular file cannot be watched, and is always ready.
  watch(epoll.get(), log, EPOLLOUT, kLogEvent);
  return std::unique_ptr<RelayServer>(new RelayServer(std::move(*listener), std::move(epoll), log));
}

RelayServer::RelayServer(Listener listener, Fd epoll, int log)
    : listener_(std::move(listener)),
      epoll_(std::move(epoll)),
      log_(log),
      scratch_(kMaxMessage + 1, '\0'),
      now_(Deadline::Clock::now()),
      next_check_(now_),
      opening_(listener_.notice()) {}

RelayServer::~RelayServer() {
  connections_.each([this](Connection& client) { refuse(client, kEnding); });
}

int RelayServer::timeout() {
  const bool stalled = log_.stalled_since().has_value();
  if (stalled || (!long_.empty() && too_much_held())) {
    return milliseconds(kGrace);
  }
  if (!short_.empty() || !long_.empty() || (may_have_clients_ && !connections_.full())) {
    return 0;
  }
  if (!connections_.empty()) {
    return milliseconds(kCheck);
  }
  const auto due = refusals_.due();
  return due ? milliseconds(*due - now_) : -1;
}

Result<void> RelayServer::turn() {
  now_ = Deadline::Clock::now();
  take_events();
  accept_clients();
  if (log_.busy()) {
    settle(log_.go_on());
  }
  refuse_when_stalled();
  serve_short();
  serve_long();
  refuse_late();
  return log_.lost() ? Result<void>(Error{log_.error()}) : Result<void>();
}

void RelayServer::take_events() {
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

void RelayServer::accept_clients() {
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

void RelayServer::enqueue(Connection& client) {
  (client.large ? long_ : short_).push_back(connections_.id_of(client));
}

void RelayServer::serve_short() {
  while (!short_.empty() && !log_.busy()) {
    Connection* client = connections_.find(short_.front());
    short_.pop_front();
    if (client == nullptr) {
      continue;
    }
    if (client->held.size() + bytes_waiting(client->socket.get()) > kShort) {
      client->large = true;
      enqueue(*client);
    } else {
      serve(*client);
    }
  }
}

/// One long message: the next of whoever was not served last or, as long as too much is held of unfinished
/// ones, the next of these.
void RelayServer::serve_long() {
  if (long_.empty() || log_.busy()) {
    return;
  }
  const bool only_held = too_much_held();
  auto next = std::find_if(long_.begin(), long_.end(), [&](Id id) {
    const Connection* client = connections_.find(id);
    return client == nullptr || (only_held ? !client->held.empty() : client->peer.uid != last_long_);
  });
  if (next == long_.end() && !only_held) {
    next = long_.begin();
  }
  if (next == long_.end()) {
    Connection* slowest = connections_.longest_held();
    if (slowest != nullptr && now_ - slowest->held_since >= kGrace) {
      refuse(*slowest, kHindering);
    }
    return;
  }
  Connection* client = connections_.find(*next);
  long_.erase(next);
  if (client != nullptr) {
    last_long_ = client->peer.uid;
    serve(*client);
  }
}

/// Reads what the client has sent; with the end of its message comes the answer.
void RelayServer::serve(Connection& client) {
  std::size_t size = 0;
  for (;;) {
    const ssize_t count =
        recv(client.socket.get(), scratch_.data() + size, scratch_.size() - size, MSG_DONTWAIT);
    if (count > 0) {
      size += static_cast<std::size_t>(count);
      if (client.held.size() + size > kMaxMessage) {
        return refuse(client, "the record is longer than " + std::to_string(kMaxMessage) + " bytes");
      }
      continue;
    }
    if (count < 0 && errno == EINTR) {
      continue;
    }
    const std::string_view received = std::string_view(scratch_).substr(0, size);
    if (count < 0 && errno == EAGAIN) {
      return wait_for(client, received);
    }
    if (client.held.empty()) {
      return deliver(client, received);
    }
    connections_.hold(client, received, now_);
    const std::string message = connections_.take_held(client);
    return deliver(client, message);
  }
}

void RelayServer::wait_for(Connection& client, std::string_view bytes) {
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

void RelayServer::deliver(Connection& client, std::string_view message) {
  if (message.empty()) {
    return connections_.remove(client);  // somebody looked whether the relay is there
  }
  try {
    Result<FramedReport> report = report_of_message(message, client.peer);
    if (!report) {
      return refuse(client, report.error());
    }
    client.state = Connection::State::answering;
    answering_ = connections_.id_of(client);
    settle(log_.write(std::move(report->lines)));
  } catch (const std::exception&) {
    refuse(client, "out of memory");
  }
}

void RelayServer::settle(Log::Progress progress) {
  if (progress == Log::Progress::stalled) {
    return;
  }
  Connection* client = answering_ ? connections_.find(*answering_) : nullptr;
  answering_.reset();
  if (client == nullptr) {
    return;
  }
  if (progress == Log::Progress::written) {
    answer(*client, "ok\n");
  } else {
    refuse(*client, "the log: " + log_.error());
  }
}

void RelayServer::refuse_when_stalled() {
  const auto since = log_.stalled_since();
  if (!since || now_ - *since < kStall) {
    return;
  }
  // What is begun is finished once there is room, whether or not somebody still waits for it.
  if (Connection* client = answering_ ? connections_.find(*answering_) : nullptr) {
    refuse(*client, kStalled);
  }
  answering_.reset();
  if (!log_.begun()) {
    log_.drop();
  }
  for (std::deque<Id>* queue : {&short_, &long_}) {
    for (const Id id : std::exchange(*queue, {})) {
      if (Connection* client = connections_.find(id)) {
        refuse(*client, kStalled);
      }
    }
  }
}

void RelayServer::refuse_late() {
  if (now_ < next_check_) {
    return;
  }
  next_check_ = now_ + kCheck;
  for (Connection* oldest = connections_.oldest_idle();
       oldest != nullptr && now_ - oldest->since >= kWholeMessage; oldest = connections_.oldest_idle()) {
    refuse(*oldest, kLate);
  }
}

void RelayServer::refuse(Connection& client, std::string_view why) {
  refusals_.count(client.peer, why);
  answer(client, "error " + std::string(why) + "\n");
}

/// An answer is short enough for any socket's buffer, so that a client who does not read it is no reason to
/// wait.
void RelayServer::answer(Connection& client, std::string_view line) {
  send(client.socket.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  connections_.remove(client);
}

std::optional<std::string> RelayServer::notice() {
  if (!opening_.empty()) {
    return std::exchange(opening_, {});
  }
  return refusals_.summary(Deadline::Clock::now());
}

}  // namespace cel
