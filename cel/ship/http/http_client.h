// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/ship/destination/settings.h"
#include "cel/ship/destination/stop.h"

namespace cel {

/// What is to be sent by POST.
struct HttpRequest {
  std::string url;
  std::vector<std::string> headers;  ///< `Name: value`
  std::string body;
  bool is_compressed = false;  ///< the body is to be sent as gzip
};

/// What came of it.
struct HttpAnswer {
  long status = 0;   ///< 0: there was no answer
  std::string body;  ///< of the answer; where there was none, why
  std::chrono::milliseconds retry_after{0};
};

struct CurlHandles;  // libcurl's

/// Sends requests over one connection that is kept: TLS is verified by the system's store, proxies are those
/// of the environment (curl(1)), and no redirect is followed.
class HttpClient {
 public:
  /// Takes the keys `header`, `timeout` and `ca-file`; an error when one of them cannot be.
  static Result<std::unique_ptr<HttpClient>> open(Settings& settings);

  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  /// Sends, and waits for the answer, at the longest for the time that is configured, or until `stop` is
  /// aborted.
  HttpAnswer post(const HttpRequest& request, const Stop& stop);

  /// The request with all its headers, for a person.
  std::string text_of(const HttpRequest& request) const;

 private:
  HttpClient();

  std::unique_ptr<CurlHandles> handles_;
  std::vector<std::string> headers_;
  std::chrono::milliseconds timeout_{0};
  std::string authorities_;  // a file of certificates, or empty: the system's
};

}  // namespace cel
