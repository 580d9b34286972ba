// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/page_server.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <utility>

#include "cel/base/clock.h"

namespace cel {
namespace {

constexpr unsigned kMostConnections = 16;
constexpr std::size_t kMemoryOfAConnection = 16U << 10U;  // bytes of a connection
constexpr std::chrono::seconds kLongestConnection{5};

/// A connection that is open.
struct Visit {
  MHD_Connection* connection;
  int socket;
  Deadline deadline;
};

}  // namespace

struct HttpDaemon {
  explicit HttpDaemon(PageServer::Pages made) : pages(std::move(made)) {}
  HttpDaemon(const HttpDaemon&) = delete;
  HttpDaemon& operator=(const HttpDaemon&) = delete;
  ~HttpDaemon() {
    if (daemon != nullptr) {
      MHD_stop_daemon(daemon);
    }
  }

  void serve(const Stop& stop);
  int timeout() const;

  PageServer::Pages pages;
  MHD_Daemon* daemon = nullptr;
  std::deque<Visit> visits;  // the one that came first is over first
};

namespace {

MHD_Result answer(void* self, MHD_Connection* connection, const char* url, const char* method,
                  const char* /*version*/, const char* /*body*/, std::size_t* /*size*/, void** /*request*/) {
  const std::string_view verb = method;
  const Page page = verb == MHD_HTTP_METHOD_GET || verb == MHD_HTTP_METHOD_HEAD
                        ? static_cast<HttpDaemon*>(self)->pages(url)
                        : Page{MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and HEAD\n"};
  MHD_Response* const response = MHD_create_response_from_buffer(
      page.text.size(), const_cast<char*>(page.text.data()),  // NOLINT: it copies, by a type of C's
      MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) {
    return MHD_NO;
  }
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, page.type);
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  const MHD_Result queued = MHD_queue_response(connection, page.status, response);
  MHD_destroy_response(response);
  return queued;
}

void count_visit(void* self, MHD_Connection* connection, void** /*context*/,
                 MHD_ConnectionNotificationCode what) {
  auto& visits = static_cast<HttpDaemon*>(self)->visits;
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    const MHD_ConnectionInfo* const info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);  // NOLINT(*-vararg)
    visits.push_back({connection, info->connect_fd, Deadline::after(kLongestConnection)});
  } else {
    std::erase_if(visits, [connection](const Visit& visit) { return visit.connection == connection; });
  }
}

}  // namespace

/// Milliseconds until something is to be done although nobody sends; -1: for ever.
int HttpDaemon::timeout() const {
  MHD_UNSIGNED_LONG_LONG wanted = 0;
  int timeout = visits.empty() ? -1 : visits.front().deadline.poll_timeout();
  if (MHD_get_timeout(daemon, &wanted) == MHD_YES) {
    const int limit = static_cast<int>(std::min<MHD_UNSIGNED_LONG_LONG>(wanted, INT32_MAX));
    timeout = timeout < 0 ? limit : std::min(timeout, limit);
  }
  return timeout;
}

void HttpDaemon::serve(const Stop& stop) {
  const MHD_DaemonInfo* const info =
      MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);  // NOLINT(*-vararg): its interface
  while (!stop.aborted()) {
    std::array<pollfd, 2> ready{{{info->epoll_fd, POLLIN, 0}, {stop.abort_descriptor(), POLLIN, 0}}};
    (void)poll_some(ready.data(), ready.size(), timeout());
    for (const Visit& visit : visits) {
      if (visit.deadline.passed()) {
        (void)shutdown(visit.socket, SHUT_RDWR);
      }
    }
    // Having closed some of too many, it listens again only when it runs once more.
    for (std::size_t before = visits.size() + 1; visits.size() < before;) {
      before = visits.size();
      (void)MHD_run(daemon);
    }
  }
}

PageServer::PageServer() = default;

Result<std::unique_ptr<PageServer>> PageServer::open(Fd listener, Pages pages) {
  std::unique_ptr<PageServer> server(new PageServer);
  server->daemon_ = std::make_unique<HttpDaemon>(std::move(pages));
  HttpDaemon* const daemon = server->daemon_.get();
  // NOLINTNEXTLINE(*-vararg): libmicrohttpd's interface
  daemon->daemon =
      MHD_start_daemon(MHD_USE_EPOLL, 0, nullptr, nullptr, answer, daemon, MHD_OPTION_LISTEN_SOCKET,
                       fcntl(listener.get(), F_DUPFD_CLOEXEC, 0), MHD_OPTION_CONNECTION_LIMIT,
                       kMostConnections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMemoryOfAConnection,
                       MHD_OPTION_NOTIFY_CONNECTION, count_visit, daemon, MHD_OPTION_END);
  if (daemon->daemon == nullptr) {
    return Error{"cannot serve HTTP"};
  }
  server->thread_ =
      std::async(std::launch::async, [daemon, &stop = server->stop_]() noexcept { daemon->serve(stop); });
  return server;
}

PageServer::~PageServer() {
  stop_.abort();
  if (thread_.valid()) {
    thread_.wait();
  }
}

}  // namespace cel
