// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/stay_alive.h"

#include <unistd.h>

#include <array>
#include <climits>
#include <string>

#include "cel/run/debug/container_id.h"
#include "cel/run/process/file.h"
#include "cel/run/process/say.h"
#include "cel/run/process/shell.h"

namespace cel {
namespace {

constexpr const char* kNamespace = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

/// How a person calls this container, and what ends it.
struct Handle {
  std::string exec;
  std::string stop;
};

Handle handle_of(const Environment& environment) {
  if (value_of(environment, "KUBERNETES_SERVICE_HOST") != nullptr) {
    const std::string space = content_of(kNamespace);
    const std::string pod = (space.empty() ? "" : "-n " + space + " ") + host_name();
    const std::string container = pod_container(content_of("/proc/self/mountinfo"));
    return {"kubectl exec -it " + pod + (container.empty() ? "" : " -c " + container) + " --",
            "kubectl delete pod " + pod};
  }
  const std::string engine = access("/run/.containerenv", F_OK) == 0 ? "podman" : "docker";
  std::string id = container_id(content_of("/proc/self/cgroup"), content_of("/proc/self/mountinfo"));
  if (id.empty()) {
    id = host_name();  // that of a Docker container, unless --hostname
  }
  return {engine + " exec -it " + id, engine + " stop " + id};
}

}  // namespace

std::string how_it_ended(const Ending& ending) {
  return ending.signal() != 0 ? "was killed by " + signal_name(ending.signal())
                              : "ended with status " + std::to_string(ending.exit_status());
}

void stay_alive(std::string_view why, int status, const Environment& environment, Supervisor& supervisor) {
  if (supervisor.stop_signal() != 0) {
    return;
  }
  const Handle handle = handle_of(environment);
  say("staying alive: " + std::string(why));
  if (find_shell(environment).empty()) {
    say("the image has no shell to enter it with; copy files out of it, or debug it from beside");
  } else {
    say("enter it:  " + handle.exec + " " + own_program() + " --shell");
  }
  say("end it:    " + handle.stop + "   (exit status " + std::to_string(status) + ")");
  supervisor.stay();
}

}  // namespace cel
