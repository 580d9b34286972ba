// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/base/result.h"
#include "cel/ship/destination/destination.h"
#include "cel/ship/destination/settings.h"

namespace cel {

struct StreamHandle;  // libcurl's

/// One connection, of TCP or TLS, to a server that answers nothing. What is sent is settled once the server's
/// system has acknowledged it (tcp(7), SIOCOUTQ). If the connection then breaks other than by an orderly end,
/// which Linux keeps for a server that has read all of it (RFC 1122, 4.2.2.13), the last batch is sent again
/// before the next one.
class StreamClient {
 public:
  /// Takes an address `tcp://HOST:PORT` or `tls://HOST:PORT`, and the keys `timeout` and, for TLS, `ca-file`,
  /// `cert-file` and `key-file`.
  static Result<std::unique_ptr<StreamClient>> open(Settings& settings);

  StreamClient(const StreamClient&) = delete;
  StreamClient& operator=(const StreamClient&) = delete;
  ~StreamClient();

  Verdict send(std::string_view batch, const Stop& stop);

 private:
  StreamClient();

  Result<void> connect(const Stop& stop);
  Result<void> write(std::string_view bytes, const Deadline& deadline, const Stop& stop);
  Result<void> wait_until_taken(const Deadline& deadline, const Stop& stop) const;
  void look_whether_open();
  void disconnect(bool is_orderly);

  std::unique_ptr<StreamHandle> handle_;
  std::string url_;
  std::string authorities_;
  std::string certificate_;
  std::string key_;
  std::chrono::milliseconds timeout_{0};
  std::string last_;   // what was settled last
  std::string again_;  // of it, what has to be sent again
};

/// The parts of `tcp://HOST:PORT` or `tls://HOST:PORT` as a URL of http or https, or nothing.
std::string stream_url(std::string_view address);

}  // namespace cel
