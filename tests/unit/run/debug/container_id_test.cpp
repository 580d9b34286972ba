// SPDX-License-Identifier: Apache-2.0
#include "cel/run/debug/container_id.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

const std::string kId = "7f0c" + std::string(56, 'a') + "0123";
const std::string kOuter(64, 'b');

std::string with_ids(std::string text) {
  for (const auto& [word, id] : {std::pair("ID", kId), std::pair("OUTER", kOuter)}) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + id.size())) {
      text.replace(at, std::string_view(word).size(), id);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("A container's id is in its cgroup") {
  for (const auto* const place :
       {"12:devices:/docker/ID\n11:memory:/docker/ID\n0::/system.slice/containerd.service\n",
        "0::/system.slice/docker-ID.scope\n", "0::/machine.slice/libpod-ID.scope/container\n",
        "1:name=systemd:/libpod_parent/libpod-ID\n", "5:cpu:/docker/OUTER/docker/ID\n",
        "0::/kubepods.slice/kubepods-pod0123_4567.slice/cri-containerd-ID.scope\n"}) {
    const std::string cgroup = with_ids(place);
    CAPTURE(cgroup);
    CHECK(container_id(cgroup, "") == kId);
  }
}

TEST_CASE("A container's name in its pod is in the place of its termination log") {
  const auto mounted = [](const std::string& root) {
    return "22 20 0:20 / /proc rw - proc proc rw\n"
           "593 589 254:1 /var/lib/kubelet/pods/0f-1/etc-hosts /etc/hosts rw - ext4 /dev/vda1 rw\n"
           "611 596 254:1 " +
           root + " /dev/termination-log rw - ext4 /dev/vda1 rw\n";
  };
  CHECK(pod_container(mounted("/var/lib/kubelet/pods/0f-1/containers/shop-2/3b1c9d20")) == "shop-2");
  CHECK(pod_container(mounted("/lib/kubelet/pods/0f-1/containers/shop/3b1c9d20")) == "shop");
  CHECK(pod_container(mounted("/var/lib/docker/containers/shop/hostname")).empty());
  CHECK(pod_container(mounted("/pods/0f-1/volumes/v/containers/shop/a/b")).empty());
  CHECK(pod_container(mounted("/pods/0f-1/containers/;reboot/3b1c9d20")).empty());
  CHECK(pod_container("").empty());
}

TEST_CASE("With cgroup v2 and a namespace of its own, a container's id is in its mounts") {
  const std::string start = "0::/\n";
  const auto mounted = [](const std::string& root, const std::string& place) {
    return "22 20 0:20 / /proc rw - proc proc rw\n611 596 254:1 " + root + " " + place +
           " rw - ext4 /dev/vda1 rw\n";
  };
  CHECK(container_id(start, mounted("/var/lib/docker/containers/" + kId + "/hostname", "/etc/hostname")) ==
        kId);
  CHECK(container_id(start, mounted("/containers/overlay-containers/" + kId + "/userdata/hosts",
                                    "/etc/hosts")) == kId);
  CHECK(container_id(start, mounted("/data/" + kId, "/srv/data")).empty());
  CHECK(container_id(start, mounted("/cri/sandboxes/" + kId + "/hostname", "/etc/hostname")).empty());
  CHECK(container_id("", "").empty());
  CHECK(container_id("0::/" + kId + "0", "").empty());  // 65 digits
}
