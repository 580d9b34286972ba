// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/pod_watch.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "cel/base/clock.h"
#include "cel/base/span.h"
#include "cel/source/kubernetes/api_server.h"
#include "cel/source/kubernetes/api_status.h"
#include "cel/source/kubernetes/container_log.h"
#include "cel/source/kubernetes/pod_list.h"
#include "cel/source/kubernetes/pod_logs.h"

namespace cel {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPauseOfWatch{5};   // between two looks at the pods
constexpr std::chrono::seconds kPauseOfWonder{1};  // when a connection ended
constexpr std::chrono::seconds kPatience{15};      // for an answer
constexpr std::chrono::milliseconds kUsualSilence{60'000};
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::size_t kMostOfPods = 64U << 20U;  // bytes

/// How long a log may say nothing before it is asked for anew.
std::chrono::milliseconds silence() {
  const char* text = std::getenv("CEL_KUBERNETES_SILENCE");
  return text == nullptr ? kUsualSilence
                         : std::max(span_of(text).value_or(kUsualSilence), std::chrono::milliseconds(100));
}

class PodWatch : public LogWatch {
 public:
  PodWatch(ApiServer server, const std::string& selector, const Wanted& wanted)
      : server_(std::move(server)),
        path_(pods_path(server_.space(), selector)),
        wanted_(wanted),
        silence_(silence()) {}

  Result<Logs> appeared(const Positions& positions) override {
    Logs logs;
    if (!answer_) {
      const bool wonders =
          std::any_of(known_.begin(), known_.end(), [](const auto& log) { return log.second->wonders(); });
      if (Clock::now() >= next_ || (wonders && Clock::now() >= soonest_)) {
        answer_ = std::make_unique<HttpStream>(server_.target(path_));
        begun_ = Clock::now();
        body_.clear();
      } else {
        return logs;
      }
    }
    answer_->advance(body_, short_wait(begun_));
    if (!answer_->over()) {
      if (Clock::now() - begun_ > kPatience || body_.size() > kMostOfPods) {
        settle();
      }
      return logs;
    }
    const long status = answer_->error().empty() ? answer_->status() : 0;
    settle();
    if (status == kStatusOk) {
      if (const auto containers = pod_containers(body_)) {
        take(*containers, positions, logs);
      }
    } else if (first_ &&
               (status == kStatusUnauthorized || status == kStatusForbidden || status == kStatusNotFound)) {
      return not_allowed(status, "pods", server_.space());
    } else if (status == kStatusNotFound) {
      take({}, positions, logs);
    }
    return logs;
  }

  std::string place() const override { return "kubernetes:" + path_; }
  int descriptor() const override { return -1; }
  void woken() override {}
  bool over() const override { return false; }

 private:
  /// Follower owns the logs; what is left of one here is how it is told of news.
  class Shared : public FollowedLog {
   public:
    explicit Shared(std::shared_ptr<ContainerLog> log) : log_(std::move(log)) {}
    Result<bool> read(LogLine& line) override { return log_->read(line); }
    std::size_t held() const override { return log_->held(); }
    void shrink() override { log_->shrink(); }
    Json line_position() const override { return log_->line_position(); }
    Json position() const override { return log_->position(); }
    bool over() const override { return log_->over(); }

   private:
    std::shared_ptr<ContainerLog> log_;
  };

  void settle() {
    answer_.reset();
    next_ = Clock::now() + kPauseOfWatch;
    soonest_ = Clock::now() + kPauseOfWonder;
  }

  LineWindow window_of(const std::string& key, const Positions& positions, std::string& done) const {
    if (const auto position = positions.find(key); position != positions.end()) {
      done = position->second.is_object()
                 ? string_at(position->second, ContainerLog::kDoneInstance).value_or("")
                 : "";
      return LineWindow::of(position->second);
    }
    if (wanted_.since != 0) {
      return LineWindow(wanted_.since);
    }
    return LineWindow(first_ && !positions.contains(place()) ? started_ : 0);
  }

  void take(const std::vector<PodContainer>& containers, const Positions& positions, Logs& logs) {
    std::set<std::string> there;
    for (const PodContainer& container : containers) {
      const std::string key = "kubernetes:" + container.owner.space + "/" + container.owner.pod + "/" +
                              container.uid + "/" + container.owner.name;
      there.insert(key);
      if (const auto known = known_.find(key); known != known_.end()) {
        known->second->update(container);
        continue;
      }
      std::string done;
      LineWindow window = window_of(key, positions, done);
      auto log = std::make_shared<ContainerLog>(server_, container, std::move(window), std::move(done),
                                                wanted_, silence_);
      known_.emplace(key, log);
      logs.emplace(key, std::make_unique<Shared>(std::move(log)));
    }
    std::erase_if(known_, [&](const auto& log) {
      if (!there.contains(log.first)) {
        log.second->gone();
      }
      return !there.contains(log.first);
    });
    first_ = false;
  }

  ApiServer server_;
  std::string path_;
  Wanted wanted_;
  std::chrono::milliseconds silence_;
  std::int64_t started_ = unix_time() * kSecond;
  std::map<std::string, std::shared_ptr<ContainerLog>> known_;
  std::unique_ptr<HttpStream> answer_;
  std::string body_;
  Clock::time_point begun_;
  Clock::time_point next_ = Clock::now();
  Clock::time_point soonest_ = Clock::now();
  bool first_ = true;
};

}  // namespace

std::string pods_path(const std::string& space, const std::string& selector) {
  const std::string path = "/api/v1/namespaces/" + url_encoded(space) + "/pods";
  return selector.empty() ? path + "/" + url_encoded(own_pod_name())
                          : path + "?labelSelector=" + url_encoded(selector);
}

Result<std::unique_ptr<LogWatch>> follow_api(const std::string& selector, const Wanted& wanted) {
  Result<ApiServer> server = ApiServer::of_this_pod();
  if (!server) {
    return Error{server.error()};
  }
  return std::unique_ptr<LogWatch>(std::make_unique<PodWatch>(std::move(*server), selector, wanted));
}

}  // namespace cel
