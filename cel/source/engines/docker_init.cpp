// SPDX-License-Identifier: Apache-2.0
#include "cel/source/engines/docker_init.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/record/json.h"

namespace cel {
namespace {

constexpr std::size_t kMostOfDaemonJson = 65'536;               // values
constexpr std::size_t kMostOfProgram = std::size_t{32} << 20U;  // bytes
constexpr std::string_view kVersionText = "cel-run version ";

/// Whether the file holds what cel-run prints of its version.
bool is_cel_run(const std::string& path) {
  const Fd file = open_file(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY);
  std::string held;
  std::array<char, 65536> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  for (std::size_t read = 0; file && read < kMostOfProgram;) {
    const ssize_t got = read_some(file.get(), piece.data(), piece.size());
    if (got <= 0) {
      break;
    }
    read += static_cast<std::size_t>(got);
    held.append(piece.data(), static_cast<std::size_t>(got));
    if (held.find(kVersionText) != std::string::npos) {
      return true;
    }
    held.erase(0, held.size() - std::min(held.size(), kVersionText.size()));
  }
  return false;
}

bool is_true(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::optional<DockerInit> docker_init(const HostFiles& host) {
  const std::vector<std::string> words = host.command_line("dockerd");
  const std::string named = option_value(words, {"--config-file"});
  const Result<std::optional<std::string>> text =
      host.text(named.empty() ? "/etc/docker/daemon.json" : named);
  const bool has_file = text && *text;
  if (words.empty() && !has_file) {
    return std::nullopt;
  }
  Json settings = has_file ? parse_json(**text, kMostOfDaemonJson).value_or(Json::object()) : Json::object();
  if (!settings.is_object()) {
    settings = Json::object();
  }
  DockerInit init;
  init.for_all =
      is_true(settings, "init") || std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word == "--init" || word == "--init=true";
      });
  init.path = option_value(words, {"--init-path"});
  if (init.path.empty()) {
    init.path = string_at(settings, "init-path").value_or("docker-init");
  }
  init.is_cel_run = init.path.starts_with('/') && is_cel_run(host.path(init.path));
  return init;
}

}  // namespace cel
