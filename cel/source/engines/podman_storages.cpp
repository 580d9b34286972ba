// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cel/base/toml_text.h"
#include "cel/source/engines/engine_folders.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBelowHome = ".config/containers";
constexpr const char* kSystem = "/etc/containers/storage.conf";

/// A value of [storage] of a configuration, or nothing.
Result<std::optional<std::string>> storage_value(const std::string& path,
                                                 const Result<std::optional<std::string>>& text,
                                                 std::string_view key) {
  if (!text || !*text) {
    return text ? Result(std::optional<std::string>()) : Error{text.error()};
  }
  const Result<toml::table> table = parse_toml(**text);
  if (!table) {
    return Error{"cannot read " + path + ": " + table.error()};
  }
  return (*table)["storage"][key].value<std::string>();
}

/// `$HOME`, `$USER` and `$UID`, as containers-storage.conf(5) has them.
std::string expanded(std::string text, const StorageUser& user) {
  const std::array<std::pair<std::string_view, std::string>, 3> known{
      {{"HOME", user.home}, {"USER", user.name}, {"UID", std::to_string(user.uid)}}};
  for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at)) {
    std::string value = "$";
    std::size_t length = 1;
    for (const auto& [name, meant] : known) {
      for (const std::string& word : {"{" + std::string(name) + "}", std::string(name)}) {
        if (text.compare(at + 1, word.size(), word) == 0) {
          value = meant;
          length = 1 + word.size();
        }
      }
    }
    text.replace(at, length, value);
    at += value.size();
  }
  return text;
}

class StorageSearch {
 public:
  StorageSearch(const HostFiles& host, const StorageUser& user) : host_(host), user_(user) {}

  PodmanStorages run() {
    user_.uid == 0 ? look_for_roots() : look_for_ones_own();
    return std::move(storages_);
  }

 private:
  std::optional<std::string> value_of(const std::string& file, std::string_view key) {
    return taken(storage_value(file, host_.text(file), key));
  }

  /// What is wrong is said once.
  std::optional<std::string> taken(Result<std::optional<std::string>> value) {
    if (!value) {
      storages_.problems.push_back(value.error() + "; podman's default storage is read");
      return std::nullopt;
    }
    return std::move(*value);
  }

  std::string system_file() const {
    for (const char* const file : {kSystem, "/usr/share/containers/storage.conf"}) {
      if (std::error_code ignored; fs::exists(host_.path(file), ignored)) {
        return file;
      }
    }
    return kSystem;
  }

  void add_own(const std::string& path) {
    if (std::string problem = ownership_problem(path); !problem.empty()) {
      storages_.problems.push_back(std::move(problem));
    } else {
      storages_.found.push_back(Storage::own(path));
    }
  }

  void look_for_roots() {
    const std::string file = user_.storage_conf.empty() ? system_file() : user_.storage_conf;
    add_own(host_.path(value_of(file, "graphroot").value_or("/var/lib/containers/storage")));
    const std::string of_users = value_of_users(file);
    std::error_code ignored;
    for (fs::directory_iterator user(host_.path("/home"), ignored), end; !ignored && user != end;
         user.increment(ignored)) {
      add_user(user->path().string(), of_users);
    }
  }

  std::string value_of_users(const std::string& file) {
    // A file that is wrong has been said above.
    const auto value = storage_value(file, host_.text(file), "rootless_storage_path");
    return value ? value->value_or("") : "";
  }

  void add_user(const std::string& home, const std::string& of_users) {
    const Result<Storage> configuration = Storage::of_user(home, kBelowHome);
    const std::string file = home + "/" + kBelowHome + "/storage.conf";
    const auto configured =
        configuration ? taken(storage_value(file, configuration_text(*configuration, file), "graphroot"))
                      : std::nullopt;
    if (!configured && !of_users.empty()) {
      add(Storage::of_folder(home, [&](uid_t uid) {
        return host_.path(expanded(of_users, {uid, fs::path(home).filename().string(), home, {}, {}, {}}));
      }));
      return;
    }
    std::string below = ".local/share/containers/storage";
    if (configured) {
      const std::string meant =
          expanded(*configured, {0, fs::path(home).filename().string(), home, {}, {}, {}});
      if (!meant.starts_with(home + "/")) {
        storages_.problems.push_back(meant + ", podman's storage of " + home +
                                     ", is left out, since it leads out of there; name it to read it");
        return;
      }
      below = meant.substr(home.size() + 1);
    }
    add(Storage::of_user(home, below));
  }

  void add(Result<Storage> storage) {
    if (storage) {
      storages_.found.push_back(std::move(*storage));
    } else if (!storage.error().empty()) {
      storages_.problems.push_back(storage.error());
    }
  }

  void look_for_ones_own() {
    const std::string home = user_.home.empty() ? "/" : user_.home;
    const fs::path configuration =
        user_.configuration.empty() ? fs::path(home) / ".config" : fs::path(user_.configuration);
    const std::string file = user_.storage_conf.empty() ? (configuration / "containers/storage.conf").string()
                                                        : user_.storage_conf;
    std::optional<std::string> path = taken(storage_value(file, configuration_text({}, file), "graphroot"));
    if (!path) {
      path = value_of(system_file(), "rootless_storage_path");
    }
    if (!path) {
      path = (user_.data.empty() ? fs::path(home) / ".local/share" : fs::path(user_.data)) /
             "containers/storage";
    }
    add_own(expanded(*path, user_));
  }

  const HostFiles& host_;
  const StorageUser& user_;
  PodmanStorages storages_;
};

}  // namespace

StorageUser StorageUser::self() {
  const auto variable = [](const char* key) {
    const char* const value = std::getenv(key);  // NOLINT(concurrency-mt-unsafe): nothing sets one
    return std::string(value == nullptr ? "" : value);
  };
  return {geteuid(),
          variable("USER"),
          variable("HOME"),
          variable("XDG_DATA_HOME"),
          variable("XDG_CONFIG_HOME"),
          variable("CONTAINERS_STORAGE_CONF")};
}

PodmanStorages podman_storages(const HostFiles& host, const StorageUser& user) {
  return StorageSearch(host, user).run();
}

}  // namespace cel
