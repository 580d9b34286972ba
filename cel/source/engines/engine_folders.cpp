// SPDX-License-Identifier: Apache-2.0
#include "cel/source/engines/engine_folders.h"

#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "cel/record/json.h"

namespace cel {
namespace {

constexpr std::size_t kMostSettings = 65'536;  // of a configuration in JSON

/// What an engine's file says of a folder: the default where it says nothing or what it says is wrong.
EngineFolder folder_of(const HostFiles& host, Result<std::string> configured, const std::string& standard) {
  const std::string path = host.path(standard);
  if (!configured) {
    return {path, configured.error() + "; logs are looked for in " + path};
  }
  if (configured->empty()) {
    return {path, {}};
  }
  std::string folder = host.path(*configured);
  std::string problem = !configured->starts_with('/')
                            ? "the engine's folder " + *configured + " is no absolute path"
                            : ownership_problem(folder);
  if (!problem.empty()) {
    return {path, problem + "; logs are looked for in " + path};
  }
  return {std::move(folder), {}};
}

Result<std::string> data_root_of(const HostFiles& host, const std::string& file) {
  const Result<std::optional<std::string>> text = host.text(file);
  if (!text) {
    return Error{text.error()};
  }
  if (!*text) {
    return std::string();
  }
  const std::optional<Json> daemon = parse_json(**text, kMostSettings);
  if (!daemon || !daemon->is_object()) {
    return Error{"cannot read " + host.path(file) + ": it is no object of JSON"};
  }
  for (const char* const key : {"data-root", "graph"}) {
    if (daemon->contains(key)) {
      const auto value = string_at(*daemon, key);
      return value ? Result(std::string(*value))
                   : Error{"cannot read " + host.path(file) + ": " + key + " is no text"};
    }
  }
  return std::string();
}

Result<std::string> logs_folder_of(const HostFiles& host, const std::string& file) {
  const Result<std::optional<std::string>> text = host.text(file);
  if (!text) {
    return Error{text.error()};
  }
  const auto folder = pod_logs_folder_in(text->value_or(""));
  return folder ? Result(folder->value_or(""))
                : Error{"cannot read " + host.path(file) + ": " + folder.error()};
}

}  // namespace

EngineFolder docker_root(const HostFiles& host) {
  const std::vector<std::string> words = host.command_line("dockerd");
  std::string root = option_value(words, {"--data-root", "--graph", "-g"});
  const std::string file = option_value(words, {"--config-file"});
  return folder_of(host,
                   root.empty() ? data_root_of(host, file.empty() ? "/etc/docker/daemon.json" : file)
                                : Result(std::move(root)),
                   "/var/lib/docker");
}

EngineFolder pods_root(const HostFiles& host) {
  const std::string file = option_value(host.command_line("kubelet"), {"--config"});
  return folder_of(host, logs_folder_of(host, file.empty() ? "/var/lib/kubelet/config.yaml" : file),
                   "/var/log/pods");
}

std::string ownership_problem(const std::string& folder) {
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0 || status.st_uid == 0 || status.st_uid == geteuid()) {
    return {};
  }
  return folder + " is left out, since it belongs to another user; name it to read it";
}

}  // namespace cel
