// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cel/base/result.h"
#include "cel/source/kubernetes/api_lines.h"
#include "cel/source/kubernetes/api_server.h"
#include "cel/source/kubernetes/pod_list.h"

namespace cel {

/// One answer with lines of a container's log.
class PodLog {
 public:
  enum class Instance : std::uint8_t { previous, current, growing };

  /// Asks for the lines of an instance from `from` on, in microseconds; 0: all. `growing` goes on while it
  /// runs.
  PodLog(const ApiServer& server, const Container& owner, Instance instance, std::int64_t from);

  /// Moves on, and waits up to `wait` for bytes. Lines then are in lines().
  void advance(std::chrono::milliseconds wait);

  /// The same without waiting, but a little while the connection is made: it takes some messages to and fro.
  void advance();

  ApiLines& lines() { return lines_; }

  /// Whether nothing more comes.
  bool over() const { return stream_.over(); }

  /// Whether it is over, and all came; else why not, by status, or by problem().
  bool is_whole() const { return stream_.over() && stream_.error().empty() && status() == 200; }

  long status() const { return stream_.status(); }
  std::string problem() const;
  std::chrono::milliseconds retry_after() const { return stream_.retry_after(); }

  /// When bytes came last, or else it was begun.
  std::chrono::steady_clock::time_point moved() const { return moved_; }

 private:
  void took(std::size_t before);

  std::string name_;
  HttpStream stream_;
  ApiLines lines_;
  std::string refusal_;  // the body of an answer that is no log
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point moved_ = std::chrono::steady_clock::now();
};

/// How long to wait for an answer that was asked for at `begun`: not at all once it takes long.
std::chrono::milliseconds short_wait(std::chrono::steady_clock::time_point begun);

/// What a person is told when the API server denies something.
Error not_allowed(long status, const std::string& what, const std::string& space);

}  // namespace cel
