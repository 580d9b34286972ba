// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/stream/stream_client.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::chrono::seconds kStreamTimeout{30};

template <typename Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  (void)curl_easy_setopt(easy, option, value);  // NOLINT(*-vararg): libcurl's interface
}

int close_on_exec(void* /*self*/, curl_socket_t socket, curlsocktype /*purpose*/) {
  (void)fcntl(socket, F_SETFD, FD_CLOEXEC);  // NOLINT(*-vararg)
  return CURL_SOCKOPT_OK;
}

int is_aborted(void* stop, curl_off_t /*…*/, curl_off_t /*…*/, curl_off_t /*…*/, curl_off_t /*…*/) {
  return static_cast<const Stop*>(stop)->aborted() ? 1 : 0;
}

}  // namespace

struct StreamHandle {
  std::unique_ptr<CURL, void (*)(CURL*)> easy{nullptr, curl_easy_cleanup};  // null: there is no connection
  curl_socket_t socket = CURL_SOCKET_BAD;
};

std::string stream_url(std::string_view address) {
  constexpr std::uint64_t kHighestPort = 65535;
  const bool is_plain = address.starts_with("tcp://");
  const std::string_view place = address.substr(std::min<std::size_t>(address.size(), 6));
  const std::size_t colon = place.rfind(':');
  const std::string_view host = place.substr(0, colon);
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  const bool is_named =
      host.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_") ==
      std::string_view::npos;
  if (!(is_plain || address.starts_with("tls://")) || colon == std::string_view::npos || host.empty() ||
      !(is_named || (is_bracketed && host.find_first_not_of("[]0123456789abcdefABCDEF:.") == host.npos)) ||
      !whole_number(place.substr(colon + 1), 1, kHighestPort)) {
    return {};
  }
  return (is_plain ? "http://" : "https://") + std::string(place);
}

StreamClient::StreamClient() : handle_(std::make_unique<StreamHandle>()) {}

StreamClient::~StreamClient() = default;

Result<std::unique_ptr<StreamClient>> StreamClient::open(Settings& settings) {
  std::unique_ptr<StreamClient> client(new StreamClient);
  client->url_ = stream_url(settings.address);
  if (client->url_.empty()) {
    return Error{settings.name + ": the address is tcp://HOST:PORT or tls://HOST:PORT"};
  }
  const Result<std::chrono::milliseconds> timeout = settings.take_time("timeout", kStreamTimeout);
  if (!timeout) {
    return Error{timeout.error()};
  }
  client->timeout_ = *timeout;
  if (client->url_.starts_with("https:")) {
    client->authorities_ = settings.take("ca-file");
    client->certificate_ = settings.take("cert-file");
    client->key_ = settings.take("key-file");
  }
  return client;
}

Verdict StreamClient::send(std::string_view batch, const Stop& stop) {
  const Deadline deadline = Deadline::after(timeout_);
  look_whether_open();
  Result<void> done = handle_->easy ? Result<void>() : connect(stop);
  if (!done) {
    return {Verdict::Outcome::down, done.error()};
  }
  done = write(again_ + std::string(batch), deadline, stop);
  if (done) {
    done = wait_until_taken(deadline, stop);
  }
  if (!done) {
    disconnect(false);
    return {Verdict::Outcome::down, done.error()};
  }
  again_.clear();
  last_ = batch;
  return {};
}

Result<void> StreamClient::connect(const Stop& stop) {
  std::array<char, CURL_ERROR_SIZE> reason{};
  decltype(handle_->easy) easy(curl_easy_init(), curl_easy_cleanup);
  set_option(easy.get(), CURLOPT_URL, url_.c_str());
  set_option(easy.get(), CURLOPT_CONNECT_ONLY, 1L);  // of https: with its TLS
  set_option(easy.get(), CURLOPT_SSL_ENABLE_ALPN, 0L);
  set_option(easy.get(), CURLOPT_PROXY, "");
  set_option(easy.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout_.count()));
  set_option(easy.get(), CURLOPT_NOSIGNAL, 1L);
  set_option(easy.get(), CURLOPT_TCP_KEEPALIVE, 1L);
  set_option(easy.get(), CURLOPT_SOCKOPTFUNCTION, close_on_exec);
  set_option(easy.get(), CURLOPT_NOPROGRESS, 0L);
  set_option(easy.get(), CURLOPT_XFERINFOFUNCTION, is_aborted);
  set_option(easy.get(), CURLOPT_XFERINFODATA, const_cast<Stop*>(&stop));  // NOLINT: it is only read
  set_option(easy.get(), CURLOPT_ERRORBUFFER, reason.data());
  for (const auto& [option, value] :
       {std::pair(CURLOPT_CAINFO, &authorities_), std::pair(CURLOPT_SSLCERT, &certificate_),
        std::pair(CURLOPT_SSLKEY, &key_)}) {
    if (!value->empty()) {
      set_option(easy.get(), option, value->c_str());
    }
  }
  const CURLcode result = curl_easy_perform(easy.get());
  set_option(easy.get(), CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
  if (result != CURLE_OK) {
    return Error{reason[0] != '\0' ? reason.data() : curl_easy_strerror(result)};
  }
  (void)curl_easy_getinfo(easy.get(), CURLINFO_ACTIVESOCKET, &handle_->socket);  // NOLINT(*-vararg)
  handle_->easy = std::move(easy);
  return {};
}

Result<void> StreamClient::write(std::string_view bytes, const Deadline& deadline, const Stop& stop) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode result = curl_easy_send(handle_->easy.get(), bytes.data(), bytes.size(), &sent);
    bytes.remove_prefix(sent);
    if (result == CURLE_AGAIN) {
      std::array<pollfd, 2> ready{{{stop.abort_descriptor(), POLLIN, 0}, {handle_->socket, POLLOUT, 0}}};
      (void)poll_some(ready.data(), ready.size(), deadline.poll_timeout());
    } else if (result != CURLE_OK) {
      return Error{std::string("the connection broke: ") + curl_easy_strerror(result)};
    }
    if (stop.aborted() || (deadline.passed() && !bytes.empty())) {
      return Error{"the server took too long to read"};
    }
  }
  return {};
}

/// Waits until the server's system has acknowledged every byte.
Result<void> StreamClient::wait_until_taken(const Deadline& deadline, const Stop& stop) const {
  constexpr int kLongestAcknowledgmentPause = 50;  // milliseconds; nothing tells of an acknowledgment
  for (int pause = 1;; pause = std::min(pause * 2, kLongestAcknowledgmentPause)) {
    int unacknowledged = 0;
    std::array<pollfd, 2> ready{{{stop.abort_descriptor(), POLLIN, 0}, {handle_->socket, 0, 0}}};
    const bool is_known = ioctl(handle_->socket, SIOCOUTQ, &unacknowledged) == 0;  // NOLINT(*-vararg)
    (void)poll_some(ready.data(), ready.size(), unacknowledged == 0 ? 0 : pause);
    if (!is_known || (ready[1].revents & POLLERR) != 0) {
      return Error{"the connection broke"};
    }
    if (unacknowledged == 0) {
      return {};
    }
    if (stop.aborted() || deadline.passed()) {
      return Error{"the server's system did not acknowledge in time"};
    }
  }
}

/// Reads what the server said, which means nothing, or that it has gone.
void StreamClient::look_whether_open() {
  std::array<char, 4096> answer{};
  std::size_t size = 0;
  for (CURLcode result = CURLE_OK; handle_->easy && result != CURLE_AGAIN;) {
    result = curl_easy_recv(handle_->easy.get(), answer.data(), answer.size(), &size);
    if (result != CURLE_AGAIN && (result != CURLE_OK || size == 0)) {
      disconnect(result == CURLE_OK);
    }
  }
}

void StreamClient::disconnect(bool is_orderly) {
  handle_->easy.reset();
  if (!is_orderly) {
    again_ = last_;
  }
}

}  // namespace cel
