// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/values.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>

#include "cel/run/process/signals.h"

using namespace cel;

TEST_CASE("a number of bytes may be in K and M") {
  CHECK(bytes_of("64K", 0, 1 << 20) == 65536);
  CHECK(bytes_of("1M", 0, 1 << 20) == 1 << 20);
  CHECK(bytes_of("100", 0, 1 << 20) == 100);
  for (const char* wrong : {"", "K", "1025K", "2M", "-1", "1k", "1KB"}) {
    INFO(wrong);
    CHECK_FALSE(bytes_of(wrong, 0, 1 << 20));
  }
}

TEST_CASE("signals have the names that glibc has for them") {
  for (int signal = 1; signal < SIGRTMIN; ++signal) {
    const char* name = sigabbrev_np(signal);
    CHECK(signal_name(signal) == (name != nullptr ? "SIG" + std::string(name) : std::to_string(signal)));
  }
  CHECK(signal_name(SIGRTMIN) == "SIGRTMIN");
  CHECK(signal_name(SIGRTMAX) == "SIGRTMIN+30");
}

TEST_CASE("each signal has a name, and is found by it and by its number") {
  for (int signal = 1; signal <= kLastSignal; ++signal) {
    INFO(signal);
    CHECK(signal_number(signal_name(signal)) == signal);
    CHECK(signal_number(std::to_string(signal)) == signal);
  }
  CHECK(signal_number("term") == SIGTERM);
  CHECK(signal_number("SIGKILL") == SIGKILL);
  CHECK(signal_number("RTMIN+3") == SIGRTMIN + 3);
  CHECK(signal_number("RTMAX-1") == SIGRTMAX - 1);
  CHECK(signal_number("RTMAX") == SIGRTMAX);
  for (const char* wrong : {"", "0", "65", "-9", "SIG", "FOO", "RTMIN+99", "RTMAX-99", "15 "}) {
    INFO(wrong);
    CHECK_FALSE(signal_number(wrong));
  }
}
