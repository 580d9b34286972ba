// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/attested.h"

#include <catch2/catch.hpp>
#include <map>

using namespace cel;

namespace {

using Fields = std::map<std::string, std::string>;

const std::string kId = std::string(60, 'a') + "0123";
const std::string kOther = std::string(60, 'b') + "4567";

Container attested_of(const Fields& fields) {
  return attested([&](const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  });
}

/// What dockerd sends, and what journald says of it.
Fields docker() {
  return {{"CONTAINER_ID_FULL", kId},
          {"CONTAINER_NAME", "web"},
          {"IMAGE_NAME", "shop:1"},
          {"_TRANSPORT", "journal"},
          {"_COMM", "dockerd"},
          {"_EXE", "/usr/bin/dockerd"},
          {"_UID", "0"},
          {"_HOSTNAME", "h"},
          {"_SYSTEMD_UNIT", "docker.service"},
          {"_SYSTEMD_CGROUP", "/system.slice/docker.service"}};
}

Fields podman() {
  Fields fields = docker();
  fields["_COMM"] = "conmon";
  fields["_EXE"] = "/usr/bin/conmon (deleted)";
  fields["_SYSTEMD_CGROUP"] = "/machine.slice/libpod-conmon-" + kId + ".scope";
  fields["_SYSTEMD_UNIT"] = "libpod-conmon-" + kId + ".scope";
  fields.erase("IMAGE_NAME");
  return fields;
}

}  // namespace

TEST_CASE("an engine's entry names its container") {
  const Container of_docker = attested_of(docker());
  CHECK(of_docker.engine == "docker");
  CHECK(of_docker.id == kId);
  CHECK(of_docker.name == "web");
  CHECK(of_docker.image == "shop:1");
  CHECK(of_docker.host == "h");
  CHECK(of_docker.unit.empty());
  CHECK(of_docker.user.empty());
  const Container of_podman = attested_of(podman());
  CHECK(of_podman.engine == "podman");
  CHECK(of_podman.id == kId);
  CHECK(of_podman.name == "web");
}

TEST_CASE("what a rootless engine says is its user's word") {
  Fields fields = podman();
  fields["_UID"] = "1000";
  const Container container = attested_of(fields);
  CHECK(container.id == kId);
  CHECK(container.user == "1000");
}

TEST_CASE("CRI-O's container names are a pod's") {
  Fields fields = podman();
  fields["CONTAINER_NAME"] = "k8s_web_shop-7d9f_prod_0b1c-2d_3";
  const Container container = attested_of(fields);
  CHECK(container.engine == "cri-o");
  CHECK(container.name == "web");
  CHECK(container.pod == "shop-7d9f");
  CHECK(container.space == "prod");
}

TEST_CASE("engine fields of anybody else count for nothing") {
  Fields fields = docker();
  SECTION("another program") {
    fields["_COMM"] = "python3";
    fields["_EXE"] = "/usr/bin/python3";
  }
  SECTION("another program that took the name") { fields["_EXE"] = "/home/mallory/x"; }
  SECTION("a program that journald could not look at") {
    fields.erase("_COMM");
    fields.erase("_EXE");
  }
  SECTION("a line of output") { fields["_TRANSPORT"] = "stdout"; }
  const Container container = attested_of(fields);
  CHECK(container.engine.empty());
  CHECK(container.id.empty());
  CHECK(container.name.empty());
  CHECK(container.unit == "docker.service");
}

TEST_CASE("a container that plays the engine is known as itself") {
  Fields fields = docker();
  fields["_SYSTEMD_CGROUP"] = "/system.slice/docker-" + kOther + ".scope";
  const Container container = attested_of(fields);
  CHECK(container.engine == "docker");
  CHECK(container.id == kOther);
  CHECK(container.name.empty());
}

TEST_CASE("a service is its unit, a user's service the user's") {
  CHECK(attested_of({{"_SYSTEMD_UNIT", "shop.service"}, {"_UID", "0"}}).unit == "shop.service");
  const Container container = attested_of(
      {{"_SYSTEMD_UNIT", "user@1000.service"}, {"_SYSTEMD_USER_UNIT", "app.service"}, {"_UID", "1000"}});
  CHECK(container.unit == "app.service");
  CHECK(container.user == "1000");
}

TEST_CASE("a control group's path tells the outermost container, whatever the driver") {
  const auto engine_of = [](const std::string& path) {
    const auto found = container_of_cgroup(path);
    return found && found->id == kId ? found->engine + "!" : "none";
  };
  CHECK(engine_of("/system.slice/docker-" + kId + ".scope") == "docker!");
  CHECK(engine_of("/docker/" + kId) == "docker!");
  CHECK(engine_of("/docker/" + kId + "/docker/" + kOther) == "docker!");
  CHECK(engine_of("/machine.slice/libpod-" + kId + ".scope/container") == "podman!");
  CHECK(engine_of("/system.slice/web.service/libpod-payload-" + kId) == "podman!");
  CHECK(engine_of("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice/crio-" + kId +
                  ".scope") == "cri-o!");
  CHECK(engine_of("/kubepods/besteffort/pod1-2/" + kId) == "!");
  CHECK(engine_of("/machine.slice/libpod-conmon-" + kId + ".scope") == "none");
  CHECK(engine_of("/user.slice/user-1000.slice/session-2.scope") == "none");
  CHECK(engine_of("") == "none");
  CHECK(engine_of(std::string(3, '/') + kId.substr(1)) == "none");
}
