// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/ending_record.h"

#include <catch2/catch.hpp>
#include <csignal>

using cel::Ending;
using cel::Json;
using cel::record_of_ending;

namespace {

constexpr int kCoreDumped = 0x80;

Ending exited(int status) {
  Ending ending;
  ending.pid = 7;
  ending.wait_status = status << 8;
  ending.run_time = std::chrono::milliseconds(1500);
  return ending;
}

Ending killed(int wait_status) {
  Ending ending;
  ending.pid = 7;
  ending.wait_status = wait_status;
  return ending;
}

constexpr const char* kTraceback =
    "starting\nTraceback (most recent call last):\n  File \"/srv/shop.py\", line 3, in order\n    x()\n"
    "KeyError: 'price'\n";

}  // namespace

TEST_CASE("a status is a report, with what the program took") {
  Ending ending = exited(3);
  ending.executable = "/srv/shop";
  ending.uid = 1000;
  ending.usage.ru_maxrss = 4096;
  const Json record = record_of_ending(ending, {"shop", "--password", "hunter2", "serve"});
  CHECK(record["type"] == "Process");
  CHECK(record["mechanism"] == "exit");
  CHECK(record["executable"] == "/srv/shop");
  CHECK(record["reason"] == "shop ended with status 3");
  CHECK(record["pid"] == 7);
  CHECK(record["uid"] == 1000);
  CHECK(record["process"]["status"] == 3);
  CHECK(record["process"]["seconds"] == 1.5);
  CHECK(record["process"]["resources"]["max_rss_kib"] == 4096);
  CHECK(record["process"]["command"] == Json{"shop", "--password", "[redacted]", "serve"});
  CHECK_FALSE(record["process"].contains("signal"));
}

TEST_CASE("a signal is a report, with the core that was dumped") {
  const Json record = record_of_ending(killed(SIGSEGV | kCoreDumped), {"shop"});
  CHECK(record["mechanism"] == "signal");
  CHECK(record["reason"] == "shop was ended by SIGSEGV (Segmentation fault), core dumped");
  CHECK(record["process"]["status"] == 139);
  CHECK(record["process"]["signal"] == "SIGSEGV");
  CHECK(record["process"]["core_dumped"] == true);
}

TEST_CASE("an OOM kill is told from other kills") {
  Ending ending = killed(SIGKILL);
  CHECK(record_of_ending(ending, {"shop"})["reason"] == "shop was ended by SIGKILL (Killed)");
  ending.oom_kills = 1;
  ending.stderr_tail = kTraceback;
  const Json record = record_of_ending(ending, {"shop"});
  CHECK(record["reason"] == "shop was killed for want of memory (SIGKILL)");
  CHECK(record["type"] == "Process");  // the traceback is of something that it had survived
  CHECK(record["process"]["oom_kills"] == 1);
  CHECK(record["backtrace"].get<std::string>().find("KeyError") != std::string::npos);
}

TEST_CASE("a kill by --grace is told from other kills, and is not the program's own doing") {
  Ending ending = killed(SIGKILL);
  ending.killed_after = std::chrono::milliseconds(1500);
  ending.oom_kills = 1;
  ending.stderr_tail = kTraceback;
  const Json record = record_of_ending(ending, {"shop"});
  CHECK(record["type"] == "Process");
  CHECK(record["reason"] ==
        "shop was killed by cel-run (SIGKILL): it had not ended in the 1.5 s that --grace gives");
  CHECK(record["process"]["killed_after"] == 1.5);
  ending.killed_after = std::chrono::milliseconds(10'000);
  CHECK(cel::reason_of(ending, {"shop"}).find(" the 10 s that") != std::string::npos);
}

TEST_CASE("the traceback that stderr ends with is the report's") {
  Ending ending = exited(1);
  ending.stderr_tail = kTraceback;
  const Json record = record_of_ending(ending, {"shop"});
  CHECK(record["type"] == "Python3");
  CHECK(record["reason"] == "KeyError: 'price'");
  CHECK(record["backtrace"].get<std::string>().starts_with("Traceback"));
  CHECK(record["exceptions"][0]["frames"][0]["function"] == "order");
  CHECK(record["process"]["ending"] == "shop ended with status 1");
}

TEST_CASE("one that much was written after is of something else") {
  Ending ending = exited(1);
  ending.stderr_tail = kTraceback + std::string("\n") + std::string(5000, 'x');
  CHECK(record_of_ending(ending, {"shop"})["type"] == "Process");
}

TEST_CASE("what is no text becomes text") {
  Ending ending = exited(1);
  ending.stderr_tail = std::string("a\xFF\0b password=hunter2", 22);
  const Json record = record_of_ending(ending, {"sh\xFEop"});
  CHECK(record["reason"].get<std::string>().starts_with("sh\\xfeop ended with status 1: a\\xff"));
  CHECK(record["reason"].get<std::string>().find("hunter2") == std::string::npos);
  const auto text = record["backtrace"].get<std::string>();
  CHECK(text.find("a\\xff") != std::string::npos);
  CHECK(text.find("hunter2") == std::string::npos);
}
