// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/core_file.h"

#include <catch2/catch.hpp>
#include <csignal>

using cel::why_no_core;

namespace {

constexpr const char* kNone =
    "Limit                     Soft Limit           Hard Limit           Units     \n"
    "Max data size             unlimited            unlimited            bytes     \n"
    "Max core file size        0                    unlimited            bytes     \n";
constexpr const char* kAny =
    "Max core file size        unlimited            unlimited            bytes     \n";

}  // namespace

TEST_CASE("why there is no core is told with what to set") {
  CHECK(why_no_core(SIGSEGV, kNone, "core\n")
            .starts_with("its limit is 0; set it by docker run --ulimit core=-1"));
  CHECK(why_no_core(SIGABRT, kAny, "\n").starts_with("kernel.core_pattern is empty; set it on the host"));
  CHECK(why_no_core(SIGSEGV, kAny, "core\n").find("a file in the working folder") != std::string::npos);
  CHECK(why_no_core(SIGSEGV, kAny, "/var/crash/core.%p\n").find("a file that could not be") !=
        std::string::npos);
}

TEST_CASE("nothing is said of a core that none is expected of, or that another program takes") {
  CHECK(why_no_core(SIGKILL, kNone, "core\n").empty());
  CHECK(why_no_core(SIGTERM, kNone, "core\n").empty());
  CHECK(why_no_core(SIGSEGV, kNone, "|/usr/lib/systemd/systemd-coredump %P\n").empty());
}
