// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/inject_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cel/base/text.h"
#include "cel/sidecar/inject/inject_pod.h"

namespace cel {
namespace {

/// A kind of Kubernetes' own, and where its pod is: keys from the object on, separated by spaces.
struct PodKind {
  std::string_view kind;
  std::string_view group;  ///< of its apiVersion; empty: the core's
  std::string_view path;
};

constexpr std::array<PodKind, 9> kPodKinds = {{
    {"Pod", "", ""},
    {"PodTemplate", "", "template"},
    {"ReplicationController", "", "spec template"},
    {"Deployment", "apps", "spec template"},
    {"StatefulSet", "apps", "spec template"},
    {"DaemonSet", "apps", "spec template"},
    {"ReplicaSet", "apps", "spec template"},
    {"Job", "batch", "spec template"},
    {"CronJob", "batch", "spec jobTemplate spec template"},
}};

std::string_view group_of(const YamlNode& object) {
  const std::string_view version = object.text_of("apiVersion");
  const std::size_t slash = version.find('/');
  return slash == std::string_view::npos ? std::string_view() : version.substr(0, slash);
}

YamlNode* pod_of(YamlNode& object) {
  const auto* const kind = std::find_if(kPodKinds.begin(), kPodKinds.end(), [&](const PodKind& each) {
    return each.kind == object.text_of("kind") && each.group == group_of(object);
  });
  YamlNode* pod = kind == kPodKinds.end() ? nullptr : &object;
  std::string_view path = pod == nullptr ? std::string_view() : kind->path;
  while (pod != nullptr && !path.empty()) {
    pod = pod->find(take_field(path, ' '));
  }
  return pod;
}

std::string name_of(const YamlNode& object) {
  const YamlNode* metadata = object.find("metadata");
  const std::string_view name = metadata == nullptr ? "" : metadata->text_of("name");
  const std::string_view prefix = metadata == nullptr ? "" : metadata->text_of("generateName");
  return fmt::format("{}/{}", one_line(object.text_of("kind")), one_line(name.empty() ? prefix : name));
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += text.empty() ? "" : ", ";
    text += word;
  }
  return text;
}

Result<void> inject_object(YamlNode& object, const PodParts& parts, std::vector<std::string>& said) {
  if (object.text_of("kind").ends_with("List")) {
    YamlNode* items = object.find("items");
    for (std::size_t i = 0; items != nullptr && items->is_sequence() && i < items->items.size(); ++i) {
      if (Result<void> done = inject_object(items->items[i], parts, said); !done) {
        return done;
      }
    }
    return {};
  }
  YamlNode* pod = pod_of(object);
  if (pod == nullptr) {
    return {};
  }
  const YamlNode* metadata = object.find("metadata");
  const std::string space(metadata == nullptr ? "" : metadata->text_of("namespace"));
  const std::string name = name_of(object);
  const Result<Injected> done = inject_pod(*pod, space, parts);
  if (!done) {
    return Error{fmt::format("{}: {}", name, done.error())};
  }
  if (!done->why.empty()) {
    said.push_back(name + " is left alone: " + done->why);
  } else if (!done->languages.empty()) {
    said.push_back(name + " reports now: " + joined(done->languages));
    for (const std::string& kept : done->kept) {
      said.push_back(fmt::format("{}: {}", name, kept));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> inject_objects(std::vector<YamlNode>& documents, const PodParts& parts) {
  std::vector<std::string> said;
  for (YamlNode& document : documents) {
    if (const Result<void> done = inject_object(document, parts, said); !done) {
      return Error{done.error()};
    }
  }
  return said;
}

}  // namespace cel
