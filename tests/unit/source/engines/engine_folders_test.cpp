// SPDX-License-Identifier: Apache-2.0
#include "cel/source/engines/engine_folders.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "cel/source/engines/docker_init.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace cel::test;

namespace {

namespace fs = std::filesystem;

/// A host whose `/` is a folder.
struct Host {
  void put(const std::string& path, const std::string& content) const {
    fs::create_directories(fs::path(folder.file(path)).parent_path());
    std::ofstream(folder.file(path), std::ios::binary) << content;
  }

  /// A process, with a mount namespace of its own if it is in a container.
  void run(const std::string& pid, const std::string& name, const std::string& words,
           bool in_container = false) const {
    put("proc/self/ns/mnt", "");
    put("proc/" + pid + "/comm", name + "\n");
    put("proc/" + pid + "/cmdline", words);
    fs::create_directories(folder.file("proc/" + pid + "/ns"));
    if (in_container) {
      put("proc/" + pid + "/ns/mnt", "");
    } else {
      fs::create_hard_link(folder.file("proc/self/ns/mnt"), folder.file("proc/" + pid + "/ns/mnt"));
    }
  }

  std::string path(const std::string& name) const { return folder.file(name); }

  Folder folder;
  HostFiles files{folder.path()};
};

StorageUser alice(const Host& host) { return {1000, "alice", host.path("home/alice"), {}, {}, {}}; }

std::vector<std::string> paths_of(const PodmanStorages& storages) {
  std::vector<std::string> paths;
  for (const Storage& storage : storages.found) {
    paths.push_back(storage.path());
  }
  return paths;
}

}  // namespace

TEST_CASE("Docker's data root is where its configuration says", "[engines]") {
  const Host host;
  CHECK(docker_root(host.files).path == host.path("var/lib/docker"));
  host.put("etc/docker/daemon.json", R"({"log-driver":"json-file","data-root":"/data/docker"})");
  CHECK(docker_root(host.files).path == host.path("data/docker"));
  host.put("etc/docker/daemon.json", R"({"graph":"/old/docker"})");
  CHECK(docker_root(host.files).path == host.path("old/docker"));
  host.run("12", "sh", std::string("sh\0--data-root\0/no", 18));
  host.run("13", "dockerd", std::string("dockerd\0--data-root\0/in-container", 33), true);
  CHECK(docker_root(host.files).path == host.path("old/docker"));
  SECTION("and the daemon that runs says it first") {
    host.run("14", "dockerd", std::string("dockerd\0-H\0fd://\0--data-root=/running\0", 38));
    CHECK(docker_root(host.files).path == host.path("running"));
  }
  SECTION("or names another file") {
    host.put("srv/daemon.json", R"({"data-root":"/srv/docker"})");
    host.run("14", "dockerd", std::string("dockerd\0--config-file\0/srv/daemon.json\0", 39));
    CHECK(docker_root(host.files).path == host.path("srv/docker"));
  }
  CHECK(docker_root(host.files).problem.empty());
}

TEST_CASE("What is wrong with an engine's configuration is one sentence, and its default holds",
          "[engines]") {
  const Host host;
  const std::string file = host.path("etc/docker/daemon.json");
  const std::string end = "; logs are looked for in " + host.path("var/lib/docker");
  const auto problem_of = [&](const std::string& text) {
    host.put("etc/docker/daemon.json", text);
    const EngineFolder root = docker_root(host.files);
    CHECK(root.path == host.path("var/lib/docker"));
    return root.problem;
  };
  CHECK(problem_of("{,}") == "cannot read " + file + ": it is no object of JSON" + end);
  CHECK(problem_of("[]") == "cannot read " + file + ": it is no object of JSON" + end);
  CHECK(problem_of(R"({"data-root":7})") == "cannot read " + file + ": data-root is no text" + end);
  CHECK(problem_of(R"({"data-root":"docker"})") == "the engine's folder docker is no absolute path" + end);
  CHECK(problem_of(std::string(2'000'000, ' ')) == "cannot read " + file + ": it is too large" + end);
  fs::remove(file);
  REQUIRE(mkfifo(file.c_str(), 0600) == 0);
  CHECK(docker_root(host.files).problem == "cannot read " + file + ": Invalid argument (EINVAL)" + end);
}

TEST_CASE("The kubelet's folder of logs is the one of its configuration", "[engines]") {
  const Host host;
  CHECK(pods_root(host.files).path == host.path("var/log/pods"));
  host.put("var/lib/kubelet/config.yaml", "kind: KubeletConfiguration\npodLogsDir: /data/pods\n");
  CHECK(pods_root(host.files).path == host.path("data/pods"));
  host.put("etc/kubelet.json", R"({"kind":"KubeletConfiguration","podLogsDir":"/json/pods"})");
  host.run("20", "kubelet", std::string("kubelet\0--config=/etc/kubelet.json\0", 35));
  CHECK(pods_root(host.files).path == host.path("json/pods"));
}

TEST_CASE("podLogsDir is read as YAML has it", "[engines]") {
  const auto value = [](const std::string& text) {
    const auto folder = pod_logs_folder_in(text);
    return folder ? folder->value_or("none") : "error";
  };
  CHECK(value("a: b\npodLogsDir: /x  # why\nc: d\n") == "/x");
  CHECK(value("podLogsDir: \"/x y\" # why\r\n") == "/x y");
  CHECK(value("'podLogsDir' : '/x'") == "/x");
  CHECK(value("podLogsDir: /x#y\n") == "/x#y");
  for (const char* const none :
       {"", "a: b\n", "  podLogsDir: /x\n", "# podLogsDir: /x\n", "podLogsDirs: /x\n", "podLogsDir:/x\n",
        "podLogsDir:\n", "podLogsDir: ~\n", "podLogsDir: # x\n", R"({"kind":"x"})"}) {
    CHECK(value(none) == "none");
  }
  for (const char* const wrong : {"podLogsDir: |\n  /x\n", "podLogsDir: &a /x\n", "podLogsDir: \"/x\\n\"\n",
                                  "podLogsDir: '/x\n", "podLogsDir: [/x]\n", "{\"podLogsDir\":7}", "{"}) {
    CHECK(value(wrong) == "error");
  }
}

TEST_CASE("podman's storage is where storage.conf says", "[engines]") {
  const Host host;
  const StorageUser user = alice(host);
  const std::string own = "home/alice/.config/containers/storage.conf";
  CHECK(paths_of(podman_storages(host.files, user)) ==
        std::vector{host.path("home/alice/.local/share/containers/storage")});
  host.put("etc/containers/storage.conf", "[storage]\ngraphroot = \"/srv/root\"\nrootless_storage_path = \"" +
                                              host.path("srv") + "/$USER/$UID/${HOME}\"\n");
  CHECK(paths_of(podman_storages(host.files, user)) ==
        std::vector{host.path("srv") + "/alice/1000/" + user.home});
  host.put(own, "[storage]\ngraphroot = \"$HOME/mine\"\n");
  CHECK(paths_of(podman_storages(host.files, user)) == std::vector{host.path("home/alice/mine")});
  StorageUser named = user;
  named.storage_conf = host.path("named.conf");
  host.put("named.conf", "[storage]\ngraphroot = \"/named\"\n");
  CHECK(paths_of(podman_storages(host.files, named)) == std::vector<std::string>{"/named"});
  host.put(own, "[storage\n");
  const PodmanStorages broken = podman_storages(host.files, user);
  REQUIRE(broken.problems.size() == 1);
  CHECK(broken.problems[0].starts_with("cannot read " + host.path(own) + ": line "));
  CHECK(broken.found.size() == 1);
}

TEST_CASE("root reads its own storage and that of each user below their home", "[engines]") {
  const Host host;
  const StorageUser root{0, "root", host.path("root"), {}, {}, {}};
  host.put("etc/containers/storage.conf", "[storage]\ngraphroot = \"/srv/root\"\n");
  fs::create_directories(host.path("home/alice/.local/share/containers/storage"));
  fs::create_directories(host.path("home/bob/elsewhere"));
  host.put("home/bob/.config/containers/storage.conf",
           "[storage]\ngraphroot = \"" + host.path("home/bob/elsewhere") + "\"\n");
  PodmanStorages storages = podman_storages(host.files, root);
  std::vector<std::string> paths = paths_of(storages);
  std::sort(paths.begin() + 1, paths.end());
  CHECK(paths == std::vector{host.path("srv/root"), host.path("home/alice/.local/share/containers/storage"),
                             host.path("home/bob/elsewhere")});
  CHECK(storages.problems.empty());
  host.put("home/bob/.config/containers/storage.conf",
           "[storage]\ngraphroot = \"" + host.path("srv") + "\"\n");
  storages = podman_storages(host.files, root);
  CHECK(storages.found.size() == 2);
  CHECK(storages.problems == std::vector{host.path("srv") + ", podman's storage of " + host.path("home/bob") +
                                         ", is left out, since it leads out of there; name it to read it"});
  fs::remove(host.path("home/bob/.config/containers/storage.conf"));
  REQUIRE(mkfifo(host.path("home/bob/.config/containers/storage.conf").c_str(), 0600) == 0);
  storages = podman_storages(host.files, root);
  CHECK(storages.problems.size() == 1);
}

TEST_CASE("Docker's init is the one of its command line, or of its file, and known by what it holds") {
  const Host host;
  CHECK_FALSE(docker_init(host.files));
  host.put("etc/docker/daemon.json", R"({"init": true, "init-path": "/lib/init"})");
  CHECK((docker_init(host.files)->for_all && docker_init(host.files)->path == "/lib/init"));
  CHECK_FALSE(docker_init(host.files)->is_cel_run);
  host.put("lib/init", std::string(200000, 'x') + "cel-run version 1" + std::string(200000, 'x'));
  CHECK(docker_init(host.files)->is_cel_run);
  host.put("lib/other", "tini version 0.19.0");
  host.run("7", "dockerd", std::string("dockerd\0--init-path\0/lib/other\0", 31));
  CHECK((docker_init(host.files)->for_all && docker_init(host.files)->path == "/lib/other"));
  CHECK_FALSE(docker_init(host.files)->is_cel_run);
  host.put("etc/docker/daemon.json", "[]");
  CHECK_FALSE(docker_init(host.files)->for_all);
}
