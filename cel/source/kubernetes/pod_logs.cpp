// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/pod_logs.h"

#include <array>
#include <ctime>

#include "cel/base/text.h"
#include "cel/source/kubernetes/api_status.h"

namespace cel {
namespace {

constexpr std::size_t kMostOfRefusal = 4096;
constexpr std::chrono::seconds kWhileConnecting{3};
constexpr std::chrono::milliseconds kConnectingWait{250};

/// As the API server takes it: whole seconds.
std::string rfc3339_text(std::int64_t microseconds) {
  const std::time_t seconds = microseconds / 1'000'000;
  std::tm calendar{};
  gmtime_r(&seconds, &calendar);
  std::array<char, 40> text{};
  (void)std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &calendar);
  return text.data();
}

std::string path_of(const Container& owner, PodLog::Instance instance, std::int64_t from) {
  std::string path = "/api/v1/namespaces/" + url_encoded(owner.space) + "/pods/" + url_encoded(owner.pod) +
                     "/log?container=" + url_encoded(owner.name) + "&timestamps=true";
  path += instance == PodLog::Instance::previous ? "&previous=true" : "";
  path += instance == PodLog::Instance::growing ? "&follow=true" : "";
  path += from > 0 ? "&sinceTime=" + url_encoded(rfc3339_text(from)) : "";
  return path;
}

}  // namespace

PodLog::PodLog(const ApiServer& server, const Container& owner, Instance instance, std::int64_t from)
    : name_("the log of " + owner.space + "/" + owner.pod + "/" + owner.name),
      stream_(server.target(path_of(owner, instance, from))) {}

void PodLog::advance(std::chrono::milliseconds wait) {
  const std::size_t before = lines_.bytes().size();
  stream_.advance(lines_.bytes(), wait);
  took(before);
}

void PodLog::advance() {
  const std::size_t before = lines_.bytes().size();
  stream_.advance(lines_.bytes(), short_wait(begun_), HttpStream::Until::answer);
  took(before);
}

void PodLog::took(std::size_t before) {
  if (lines_.bytes().size() != before) {
    moved_ = std::chrono::steady_clock::now();
  }
  if (const long got = status(); got != 0 && got != kStatusOk) {
    if (refusal_.size() < kMostOfRefusal) {
      refusal_ += lines_.bytes();
    }
    lines_.clear();
  }
}

std::chrono::milliseconds short_wait(std::chrono::steady_clock::time_point begun) {
  return std::chrono::steady_clock::now() - begun < kWhileConnecting ? kConnectingWait
                                                                     : std::chrono::milliseconds(0);
}

std::string PodLog::problem() const {
  const std::string why = !stream_.error().empty()
                              ? stream_.error()
                              : "status " + std::to_string(status()) + ": " +
                                    one_line(trimmed(refusal_).substr(0, kMostOfRefusal / 8));
  return "cannot read " + name_ + ": " + why;
}

Error not_allowed(long status, const std::string& what, const std::string& space) {
  if (status == kStatusUnauthorized) {
    return Error{"the API server does not take the token of this pod's service account (401)"};
  }
  return Error{"the API server " +
               std::string(status == kStatusForbidden ? "does not let" : "has nothing to let") +
               " this pod's service account get " + what + " in the namespace " + one_line(space) + " (" +
               std::to_string(status) +
               "): give it a Role with get on pods and pods/log, or name the pod by POD_NAME"};
}

}  // namespace cel
