// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/oom.h"

#include <catch2/catch.hpp>

using cel::oom_counters;
using cel::oom_kills_in;
using Files = std::vector<std::string>;

TEST_CASE("the counters of version 2 are in the own cgroup, below what is mounted") {
  const char* mounts =
      "22 1 0:21 / /proc rw,nosuid - proc proc rw\n"
      "30 1 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup rw,nsdelegate\n";
  CHECK(oom_counters("0::/system.slice/shop.service\n", mounts) ==
        Files{"/sys/fs/cgroup/system.slice/shop.service/memory.events", "/sys/fs/cgroup/memory.events"});
  CHECK(oom_counters("0::/\n", mounts).front() == "/sys/fs/cgroup//memory.events");
}

TEST_CASE("the counters of version 1 are in the memory controller's hierarchy") {
  const char* mounts =
      "40 1 0:30 /docker/abc /sys/fs/cgroup/memory ro,nosuid master:9 - cgroup cgroup rw,memory\n"
      "41 1 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
  const char* cgroups = "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/docker/abc\n";
  CHECK(oom_counters(cgroups, mounts).front() == "/sys/fs/cgroup/memory/memory.oom_control");
}

TEST_CASE("a container that has only its own cgroup mounted finds it there") {
  const char* mounts = "40 1 0:30 /../.. /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n";
  CHECK(oom_counters("4:memory:/\n", mounts) == Files{"/sys/fs/cgroup/memory/memory.oom_control"});
}

TEST_CASE("without cgroups there is no counter, whatever the files hold") {
  CHECK(oom_counters("", "").empty());
  CHECK(oom_counters("0::/\n", "no mount\n\n - cgroup2\n").size() == 2);
  CHECK(oom_counters("nonsense", "40 1 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n").empty());
}

TEST_CASE("only the line oom_kill counts") {
  CHECK(oom_kills_in("low 0\noom 7\noom_kill 3\noom_group_kill 1\n") == 3);
  CHECK(oom_kills_in("oom_kill_disable 0\nunder_oom 0\noom_kill 12\n") == 12);
  CHECK_FALSE(oom_kills_in("oom_kill_disable 0\nunder_oom 0\n"));
  CHECK_FALSE(oom_kills_in("oom_kill many\n"));
}
