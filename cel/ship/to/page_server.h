// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/ship/destination/stop.h"

namespace cel {

/// What is answered to a request.
struct Page {
  unsigned status = 200;
  std::string text;
  const char* type = "text/plain; charset=utf-8";
};

struct HttpDaemon;  // libmicrohttpd's

/// Answers GET and HEAD over HTTP, one connection after the other, in one thread that sleeps as long as
/// nobody asks. 16 connections are open at most, none for more than 5 seconds, and none takes more than
/// 16 KiB to ask: slow or silent clients cannot hold it.
class PageServer {
 public:
  /// Makes the page of a path; called in the server's thread.
  using Pages = std::function<Page(std::string_view path)>;

  static Result<std::unique_ptr<PageServer>> open(Fd listener, Pages pages);

  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;
  ~PageServer();

 private:
  PageServer();

  std::unique_ptr<HttpDaemon> daemon_;
  Stop stop_;
  std::future<void> thread_;
};

}  // namespace cel
