// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/attested.h"

#include <array>
#include <utility>
#include <vector>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kIdSize = 64;
constexpr std::size_t kLongest = 1024;  // bytes of a name; cgroups' paths are longer than others
constexpr std::string_view kHexDigits = "0123456789abcdef";

/// What an engine puts before a container's id in the name of its control group.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPrefixes{{
    {"docker-", "docker"},
    {"libpod-", "podman"},
    {"libpod-payload-", "podman"},
    {"crio-", "cri-o"},
    {"cri-containerd-", "containerd"},
}};

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// The engine whose program sent the entry, as journald saw that program; empty when it was none.
std::string sending_engine(const JournalField& field) {
  if (field("_TRANSPORT") != "journal") {
    return {};
  }
  std::string executable = field("_EXE");
  constexpr std::string_view kDeleted = " (deleted)";  // an engine that was upgraded while it ran
  if (executable.ends_with(kDeleted)) {
    executable.resize(executable.size() - kDeleted.size());
  }
  const std::string name = field("_COMM");
  if (base_name(executable) != name) {
    return {};
  }
  return name == "dockerd" ? "docker" : name == "conmon" ? "podman" : "";
}

/// Kubernetes' names, out of the container name that CRI-O and cri-dockerd make of them:
/// `k8s_<container>_<pod>_<namespace>_<uid>_<attempt>`. None of the parts may hold an underscore.
bool take_pod_name(Container& container) {
  std::vector<std::string_view> words;
  for (std::string_view rest = container.name;;) {
    const std::size_t end = rest.find('_');
    words.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(end + 1);
  }
  if (words.size() != 6 || words[0] != "k8s") {
    return false;
  }
  container.pod = words[2];
  container.space = words[3];
  container.name = std::string(words[1]);  // last, since the words are views into it
  return true;
}

}  // namespace

std::optional<CgroupContainer> container_of_cgroup(std::string_view path) {
  std::string_view parent;
  while (!path.empty()) {
    const std::string_view whole = take_field(path, '/');
    const std::string_view name =
        whole.substr(0, whole.ends_with(".scope") ? whole.size() - 6 : whole.size());
    if (name.size() >= kIdSize) {
      const std::string_view id = name.substr(name.size() - kIdSize);
      const std::string_view prefix = name.substr(0, name.size() - kIdSize);
      if (id.find_first_not_of(kHexDigits) == std::string_view::npos) {
        for (const auto& [known, engine] : kPrefixes) {
          if (prefix == known) {
            return CgroupContainer{std::string(engine), std::string(id)};
          }
        }
        if (prefix.empty()) {  // the cgroupfs driver's
          return CgroupContainer{parent == "docker" ? "docker" : "", std::string(id)};
        }
      }
    }
    parent = whole;
  }
  return std::nullopt;
}

Container attested(const JournalField& whole_field) {
  const auto field = [&](const char* name) { return whole_field(name).substr(0, kLongest); };
  Container container;
  container.host = field("_HOSTNAME");
  container.user = field("_UID");
  if (container.user == "0") {
    container.user.clear();
  }
  if (auto inside = container_of_cgroup(field("_SYSTEMD_CGROUP"))) {
    container.engine = std::move(inside->engine);
    container.id = std::move(inside->id);
    return container;
  }
  container.id = field("CONTAINER_ID_FULL");
  container.engine = container.id.empty() ? "" : sending_engine(field);
  if (container.engine.empty()) {
    container.id.clear();
    container.unit = field("_SYSTEMD_USER_UNIT");
    if (container.unit.empty()) {
      container.unit = field("_SYSTEMD_UNIT");
    }
    return container;
  }
  container.name = field("CONTAINER_NAME");
  container.image = field("IMAGE_NAME");
  if (take_pod_name(container) && container.engine == "podman") {
    container.engine = "cri-o";  // which runs conmon, too
  }
  return container;
}

}  // namespace cel
