// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes_place.h"

#include <chrono>
#include <utility>

#include "cel/source/kubernetes/api_server.h"
#include "cel/source/kubernetes/api_status.h"
#include "cel/source/kubernetes/pod_list.h"
#include "cel/source/kubernetes/pod_logs.h"
#include "cel/source/kubernetes/pod_watch.h"
#include "cel/source/lines/find.h"
#include "cel/source/streams.h"

namespace cel {
namespace {

constexpr std::chrono::seconds kLongestSilence{30};
constexpr std::chrono::milliseconds kShortWait{500};

/// What there is now of a container's log: of the instance before, and of the current one.
class ApiSource : public Source {
 public:
  ApiSource(ApiServer server, PodContainer container, const Wanted& wanted)
      : server_(std::move(server)),
        container_(std::move(container)),
        finder_(wanted.tag),
        since_(wanted.since) {
    if (!container_.previous.empty()) {
      instances_.emplace_back(PodLog::Instance::previous, container_.previous);
    }
    if (!container_.current.empty()) {
      instances_.emplace_back(PodLog::Instance::current, container_.current);
    }
  }

  Result<bool> next(LogLine& line) override {
    for (; at_ < instances_.size(); ++at_, log_.reset()) {
      const auto& [which, id] = instances_[at_];
      if (!log_) {
        Container owner = container_.owner;
        owner.id = id;
        owner_ = std::make_shared<const Container>(std::move(owner));
        log_ = std::make_unique<PodLog>(server_, container_.owner, which, since_);
      }
      ApiLines::Line read;
      do {
        while (log_->lines().next(read) || (log_->is_whole() && log_->lines().rest(read))) {
          if (const std::string_view text = finder_.from_tag(read.text); !text.empty()) {
            line = LogLine{read.time, owner_, text, false};
            return true;
          }
        }
        log_->advance(kShortWait);
        if (std::chrono::steady_clock::now() - log_->moved() > kLongestSilence) {
          return Error{log_->problem()};
        }
      } while (!log_->over() || log_->lines().held() > 0);
      // The kubelet may have removed the instance meanwhile.
      if (!log_->is_whole() && log_->status() != kStatusBadRequest) {
        return Error{log_->problem()};
      }
    }
    return false;
  }

  SourceCounts counts() const override { return {}; }

 private:
  ApiServer server_;
  PodContainer container_;
  Finder finder_;
  std::int64_t since_;
  std::vector<std::pair<PodLog::Instance, std::string>> instances_;
  std::size_t at_ = 0;
  std::shared_ptr<const Container> owner_;
  std::unique_ptr<PodLog> log_;
};

std::string selector_of(const PlaceWords& words) { return words.empty() ? "" : words.back().value; }

Result<Sources> open_api(const std::string& selector, const Wanted& wanted) {
  const Result<ApiServer> server = ApiServer::of_this_pod();
  if (!server) {
    return Error{server.error()};
  }
  HttpStream answer(server->target(pods_path(server->space(), selector)));
  std::string body;
  const auto end = std::chrono::steady_clock::now() + kLongestSilence;
  while (!answer.over() && std::chrono::steady_clock::now() < end) {
    answer.advance(body, kShortWait);
  }
  if (!answer.over() || !answer.error().empty()) {
    return Error{"cannot get the pods of the API server: " +
                 (answer.error().empty() ? "it does not answer" : answer.error())};
  }
  const auto containers = answer.status() == kStatusOk ? pod_containers(body) : std::nullopt;
  if (!containers) {
    return not_allowed(answer.status(), "pods", server->space());
  }
  Sources sources;
  for (const PodContainer& container : *containers) {
    auto source = std::make_unique<ApiSource>(*server, container, wanted);
    sources.push_back(wanted.direction == Direction::newest_first ? reversed(std::move(source))
                                                                  : std::move(source));
  }
  return sources;
}

std::vector<OpenedPlace> read_api(const PlaceWords& words, const Wanted& wanted) {
  return opened_place("the API server of Kubernetes", open_api(selector_of(words), wanted));
}

Result<FollowedPlace> follow_pods_by_api(const PlaceWords& words, const Wanted& wanted) {
  return followed_place(follow_api(selector_of(words), wanted));
}

}  // namespace

KnownPlace kubernetes_place() {
  return {"kubernetes",
          {{"--kubernetes", PlaceOption::Takes::one_or_nothing, "SELECTOR",
            "this pod's logs, by the API server (--kubernetes=SELECTOR: those of pods with these labels)"}},
          [] { return false; },
          read_api,
          follow_pods_by_api};
}

}  // namespace cel
