// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/server.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "cel/relay/message.h"

namespace cel {
namespace {

using namespace std::chrono_literals;

constexpr auto kStall = 1s;      // of the log, before all clients are refused
constexpr auto kTurn = 5ms;      // for short messages, after which the caller's loop has its turn
constexpr auto kLogWait = 20ms;  // between two tries of a full log that cannot be watched

constexpr const char* kStalled = "nobody reads the log";

int milliseconds(Intake::Time::duration span) {
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
  return open(std::move(*listener), log);
}

Result<std::unique_ptr<RelayServer>> RelayServer::open(Listener listener, int log) {
  Result<Intake> intake = Intake::open(std::move(listener), log);
  if (!intake) {
    return Error{intake.error()};
  }
  return std::unique_ptr<RelayServer>(new RelayServer(std::move(*intake), log));
}

RelayServer::RelayServer(Intake intake, int log) : intake_(std::move(intake)), log_(log) {}

int RelayServer::timeout() {
  if (log_.stalled_since()) {
    return milliseconds(kLogWait);
  }
  if (const auto wait = intake_.wait()) {
    return milliseconds(*wait);
  }
  const auto due = intake_.notice_due();
  return due ? milliseconds(*due - Deadline::Clock::now()) : -1;
}

Result<void> RelayServer::turn() {
  now_ = Deadline::Clock::now();
  intake_.take_clients(now_);
  if (log_.busy()) {
    settle(log_.go_on());
  }
  refuse_when_stalled();
  std::optional<Message> message;
  const Intake::Time end = now_ + kTurn;
  while (!log_.busy() && Deadline::Clock::now() < end && (message = intake_.next_short())) {
    deliver(*message);
  }
  if (!log_.busy() && (message = intake_.next_long())) {
    deliver(*message);
  }
  return log_.lost() ? Result<void>(Error{log_.error()}) : Result<void>();
}

void RelayServer::deliver(const Message& message) {
  try {
    Result<EncodedReport> report = report_of_message(message.bytes, intake_.peer_of(message.client));
    if (!report) {
      return intake_.refuse(message.client, report.error());
    }
    answering_ = message.client;
    settle(log_.write(std::move(report->lines)));
  } catch (const std::exception&) {
    intake_.refuse(message.client, "busy: out of memory");
  }
}

void RelayServer::settle(Log::Progress progress) {
  if (progress == Log::Progress::stalled) {
    return;
  }
  const auto client = std::exchange(answering_, std::nullopt);
  if (!client) {
    return;
  }
  if (progress == Log::Progress::written) {
    intake_.acknowledge(*client);
  } else {
    intake_.refuse(*client, "the log: " + log_.error());
  }
}

void RelayServer::refuse_when_stalled() {
  const auto since = log_.stalled_since();
  if (!since || now_ - *since < kStall) {
    return;
  }
  // A report that was begun is finished when there is room, even if its client has left.
  if (const auto client = std::exchange(answering_, std::nullopt)) {
    intake_.refuse(*client, kStalled);
  }
  if (!log_.begun()) {
    log_.drop();
  }
  intake_.refuse_queued(kStalled);
}

}  // namespace cel
