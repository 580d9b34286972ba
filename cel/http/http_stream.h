// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cel {

/// What is to be asked for by GET.
struct HttpTarget {
  std::string url;
  std::vector<std::string> headers;  ///< `Name: value`
  std::string authorities;           ///< a file of certificates, or empty: the system's
};

struct StreamHandles;  // libcurl's

/// An answer that comes bit by bit, however long it takes: TLS is verified, proxies are those of the
/// environment (curl(1)), and no redirect is followed. Nothing here waits unless it is told to.
class HttpStream {
 public:
  explicit HttpStream(const HttpTarget& target);
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;
  ~HttpStream();

  enum class Until : std::uint8_t { answer, bytes };

  /// Moves on, and appends what came of the body, some 256 KiB at the most. Waits up to `wait` until the
  /// answer begins, or until there are bytes of it, or it is over.
  void advance(std::string& bytes, std::chrono::milliseconds wait, Until until = Until::bytes);

  /// Whether nothing more comes.
  bool over() const { return over_; }

  /// The answer's status; 0 until it is there.
  long status() const;

  /// Why it ended before its end; empty if it did not.
  const std::string& error() const { return error_; }

  /// How long the server asks to wait before the next attempt.
  std::chrono::milliseconds retry_after() const;

 private:
  std::unique_ptr<StreamHandles> handles_;
  bool over_ = false;
  std::string error_;
};

}  // namespace cel
