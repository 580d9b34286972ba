// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/source/followed_log.h"
#include "cel/source/kubernetes/api_server.h"
#include "cel/source/kubernetes/line_window.h"
#include "cel/source/kubernetes/pod_list.h"
#include "cel/source/kubernetes/pod_logs.h"
#include "cel/source/lines/find.h"

namespace cel {

/// The log of one container over its restarts, by the API server, as it grows: whatever breaks a connection,
/// and whenever the kubelet silently stops sending, it goes on where it was.
class ContainerLog : public FollowedLog {
 public:
  using Clock = std::chrono::steady_clock;

  /// The key of a position for the instance that was read last to its end.
  static constexpr const char* kDoneInstance = "done";

  /// `silence`: how long nothing may come before it asks anew.
  ContainerLog(ApiServer server, PodContainer container, LineWindow window, std::string done,
               const Wanted& wanted, Clock::duration silence);

  Result<bool> read(LogLine& line) override;
  std::size_t held() const override { return log_ ? log_->lines().held() : 0; }
  void shrink() override;
  Json line_position() const override { return line_position_; }
  Json position() const override;
  bool over() const override { return gone_ && !log_; }

  /// What the API server says of it now.
  void update(PodContainer container);

  /// The API server does not know it any more.
  void gone() { gone_ = true; }

  /// Whether a connection ended, so that it is worth asking what became of the container.
  bool wonders() const { return wonders_; }

 private:
  bool begin();
  bool take(const ApiLines::Line& read, LogLine& line);
  Result<void> end();
  void try_later(Clock::duration least);
  Json position_of(const LineWindow& window) const;

  ApiServer server_;
  PodContainer container_;
  std::shared_ptr<const Container> owner_;  // of the instance that is read
  LineWindow window_;
  LineWindow before_;  // as the connection was made
  std::string done_;   // the instance that was read last to its end
  Finder finder_;
  bool every_line_;
  Clock::duration silence_;
  std::unique_ptr<PodLog> log_;
  std::string instance_;  // that is read
  bool grows_ = false;    // the answer goes on while the instance runs
  Clock::time_point next_ = Clock::now();
  Clock::duration pause_{};
  int refusals_ = 0;
  bool was_let_ = false;
  bool wonders_ = false;
  bool gone_ = false;
  Json line_position_;
};

}  // namespace cel
