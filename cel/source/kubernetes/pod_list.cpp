// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/pod_list.h"

#include <utility>

#include "cel/record/json.h"

namespace cel {
namespace {

const Json& member(const Json& object, const char* key) {
  static const Json kNone;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() ? *found : kNone;
}

std::string text(const Json& object, const char* key) {
  return object.is_object() ? std::string(string_at(object, key).value_or("")) : std::string();
}

/// `containerd://0123…`
std::pair<std::string, std::string> engine_and_id(const std::string& id) {
  const std::size_t colon = id.find("://");
  return colon == std::string::npos ? std::pair(std::string(), id)
                                    : std::pair(id.substr(0, colon), id.substr(colon + 3));
}

void add_container(const Json& status, const Json& metadata, std::vector<PodContainer>& found) {
  PodContainer container;
  container.owner.name = text(status, "name");
  container.owner.image = text(status, "image");
  container.owner.pod = text(metadata, "name");
  container.owner.space = text(metadata, "namespace");
  container.owner.log = "kubernetes";
  container.uid = text(metadata, "uid");
  const Json& state = member(status, "state");
  container.runs = member(state, "running").is_object();
  const Json& ended = member(state, "terminated");
  const auto [engine, id] = engine_and_id(text(status, "containerID"));
  container.owner.engine = engine;
  if (container.runs) {
    container.current = id;
  } else if (ended.is_object()) {
    container.current = engine_and_id(text(ended, "containerID")).second;
  }
  // In front of a restart that is waited for, the instance that ended is the previous one already.
  container.previous =
      engine_and_id(text(member(member(status, "lastState"), "terminated"), "containerID")).second;
  if (container.previous == container.current) {
    container.previous.clear();
  }
  if (!container.owner.name.empty() && !container.owner.pod.empty()) {
    found.push_back(std::move(container));
  }
}

void add_pod(const Json& pod, std::vector<PodContainer>& found) {
  for (const char* list : {"initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"}) {
    for (const Json& status : member(member(pod, "status"), list)) {
      add_container(status, member(pod, "metadata"), found);
    }
  }
}

}  // namespace

std::optional<std::vector<PodContainer>> pod_containers(std::string_view json) {
  const std::optional<Json> answer = parse_json(json);
  if (!answer || !answer->is_object()) {
    return std::nullopt;
  }
  std::vector<PodContainer> found;
  const std::string kind = text(*answer, "kind");
  if (kind == "Pod") {
    add_pod(*answer, found);
  } else if (const Json& items = member(*answer, "items"); kind == "PodList" && items.is_array()) {
    for (const Json& pod : items) {
      add_pod(pod, found);
    }
  } else {
    return std::nullopt;
  }
  return found;
}

}  // namespace cel
