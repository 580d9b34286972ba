// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/log_owner.h"

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <system_error>

#include "cel/record/json.h"
#include "cel/source/bytes/byte_input.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdSize = 64;
constexpr std::size_t kLargestConfig = std::size_t{4} << 20U;
constexpr std::size_t kMostConfigValues = 65'536;
constexpr std::size_t kMostLists = 16;
constexpr std::size_t kLongestShownName = 256;

bool is_id(std::string_view text) {
  return text.size() == kIdSize && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The JSON value that a file holds; null when there is none, or it is larger than any engine's.
Json read_json(Fd file) {
  if (!file) {
    return nullptr;
  }
  const auto input = raw_input(std::move(file));
  std::string text;
  std::string block(65536, '\0');
  for (;;) {
    const Result<std::size_t> got = input->read(block.data(), block.size());
    if (!got || text.size() > kLargestConfig) {
      return nullptr;
    }
    if (*got == 0) {
      return parse_json(text, kMostConfigValues).value_or(Json());
    }
    text.append(block, 0, *got);
  }
}

std::string text_at(const Json& object, std::string_view key) {
  return object.is_object() ? std::string(string_at(object, key).value_or("").substr(0, kLongestShownName))
                            : std::string();
}

Json member(const Json& object, const char* key) {
  return object.is_object() && object.contains(key) ? object.at(key) : Json();
}

/// Kubernetes' names, as the kubelet labels the containers of its pods.
void take_labels(const Json& labels, Container& container) {
  container.pod = text_at(labels, "io.kubernetes.pod.name");
  container.space = text_at(labels, "io.kubernetes.pod.namespace");
  if (const std::string name = text_at(labels, "io.kubernetes.container.name"); !name.empty()) {
    container.name = name;
  }
}

/// moby's container.Config, as dockerd keeps it.
void take_docker(const fs::path& folder, const Storage& storage, Container& container) {
  const Json config = read_json(storage.open(folder / "config.v2.json"));
  container.engine = "docker";
  container.id = folder.filename().string();
  container.name = text_at(config, "Name");
  if (container.name.starts_with('/')) {
    container.name.erase(0, 1);
  }
  const Json inner = member(config, "Config");
  container.image = text_at(inner, "Image");
  take_labels(member(inner, "Labels"), container);
}

std::optional<std::size_t> nth(std::string_view text, char c, std::size_t from = 0) {
  const std::size_t at = text.find(c, from);
  return at == std::string_view::npos ? std::nullopt : std::optional(at);
}

/// `<namespace>_<pod>_<uid>/<container>`, in which only the uid may hold an underscore.
bool take_pod(const fs::path& folder, Container& container) {
  const std::string pod = folder.parent_path().filename().string();
  const auto first = nth(pod, '_');
  const auto second = first ? nth(pod, '_', *first + 1) : std::nullopt;
  if (!second) {
    return false;
  }
  container.engine = "cri";
  container.space = pod.substr(0, *first);
  container.pod = pod.substr(*first + 1, *second - *first - 1);
  container.name = folder.filename().string();
  return true;
}

/// `<pod>_<namespace>_<container>-<id>.log`, the kubelet's link to the log.
bool take_link(const fs::path& path, Container& container) {
  const std::string name = path.stem().string();
  const auto first = nth(name, '_');
  const auto second = first ? nth(name, '_', *first + 1) : std::nullopt;
  if (!second || name.size() < *second + kIdSize + 3 || name[name.size() - kIdSize - 1] != '-' ||
      !is_id(std::string_view(name).substr(name.size() - kIdSize))) {
    return false;
  }
  container.engine = "cri";
  container.pod = name.substr(0, *first);
  container.space = name.substr(*first + 1, *second - *first - 1);
  container.name = name.substr(*second + 1, name.size() - kIdSize - *second - 2);
  container.id = name.substr(name.size() - kIdSize);
  return true;
}

}  // namespace

LogOwners::LogOwners(Storage storage, const std::string& pods) : storage_(std::move(storage)) {
  std::error_code ignored;
  pods_ = pods.empty() ? "" : fs::weakly_canonical(pods, ignored).string();
}

bool LogOwners::is_of_pods(const std::string& folder) const {
  std::error_code ignored;
  return fs::path(folder).filename() == "pods" ||
         (!pods_.empty() && fs::weakly_canonical(folder, ignored).string() == pods_);
}

/// containers/storage's list of containers, beside their folders; podman puts the image's name into
/// `metadata`, JSON within JSON.
const LogOwners::List& LogOwners::list_at(const std::string& path) {
  if (lists_.size() >= kMostLists && !lists_.contains(path)) {
    lists_.clear();
  }
  List& list = lists_[path];
  Fd file = storage_.open(path);
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0) {
    list = {};
    return list;
  }
  const std::int64_t modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  if (list.modified == modified && list.inode == status.st_ino) {
    return list;
  }
  list = List{modified, status.st_ino, {}};
  const Json known = read_json(std::move(file));
  for (const Json& one : known.is_array() ? known : Json::array()) {
    const Json names = member(one, "names");
    const auto metadata = one.is_object() ? string_at(one, "metadata") : std::nullopt;
    list.containers.try_emplace(
        text_at(one, "id"),
        Names{names.is_array() && !names.empty() && names[0].is_string()
                  ? names[0].get_ref<const std::string&>().substr(0, kLongestShownName)
                  : "",
              text_at(parse_json(metadata.value_or(""), kMostConfigValues).value_or(Json()), "image-name")});
  }
  return list;
}

void LogOwners::take_podman(const std::string& folder, Container& container) {
  const fs::path path(folder);
  container.engine = "podman";
  container.id = path.filename().string();
  for (const char* name : {"containers.json", "volatile-containers.json"}) {
    const List& list = list_at(path.parent_path() / name);
    if (const auto known = list.containers.find(container.id); known != list.containers.end()) {
      container.name = known->second.name;
      container.image = known->second.image;
      return;
    }
  }
}

Container LogOwners::owner_of(const std::string& path) {
  const fs::path file(path);
  const fs::path folder = file.parent_path();
  Container container;
  container.log = path;
  const std::string name = file.filename().string();
  if (take_link(file, container)) {
    return container;
  }
  if (is_id(folder.filename().string()) && name.starts_with(folder.filename().string() + "-json.log")) {
    take_docker(folder, storage_, container);
  } else if (folder.filename() == "userdata" && is_id(folder.parent_path().filename().string()) &&
             name.starts_with("ctr.log")) {
    take_podman(folder.parent_path(), container);
  } else if (!name.empty() && name[0] >= '0' && name[0] <= '9' &&
             is_of_pods(folder.parent_path().parent_path())) {
    take_pod(folder, container);
    return container;
  }
  if (!container.engine.empty()) {
    const auto status = storage_.status(path);
    container.user = status && status->st_uid != 0 ? std::to_string(status->st_uid) : "";
  }
  return container;
}

}  // namespace cel
