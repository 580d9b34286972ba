// SPDX-License-Identifier: Apache-2.0
//
// A relay that is killed at any moment has written whatever it acknowledged.

#include <poll.h>
#include <sys/wait.h>

#include <set>
#include <thread>

#include "cel/sink/relay_sink.h"
#include "tests/unit/relay/server_fixture.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

[[noreturn]] void relay_for_ever(RelayServer& server) {
  for (;;) {
    pollfd entry{server.fd(), POLLIN, 0};
    poll(&entry, 1, server.timeout());
    if (!server.turn()) {
      _exit(1);
    }
  }
}

}  // namespace

TEST_CASE("nothing that a killed relay acknowledged is missing from the log") {
  const int microseconds = GENERATE(500, 1000, 2000, 3000, 5000, 8000, 13000, 21000);
  test::Relayed relay;
  const pid_t pid = fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    relay_for_ever(relay.server());
  }
  std::thread killer([&] {
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  });
  std::string log;
  std::set<std::string> acknowledged;
  for (int number = 0;; ++number) {
    Json record = test::small_record();
    record["reason"] = "report " + std::to_string(number) + ".";
    record["backtrace"] = std::string(static_cast<std::size_t>(number % 7) * 1000, 'x');
    const auto sink = cel::relay_sink(relay.socket());
    if (!sink->open(Deadline::after(50ms)) ||
        !sink->deliver(test::report_of(record), Deadline::after(200ms))) {
      break;
    }
    acknowledged.insert(record["reason"].get<std::string>());
    if (number % 8 == 7) {
      log += relay.log().read_some();
    }
  }
  killer.join();
  log += relay.log().read_some();
  for (const std::string& reason : acknowledged) {
    CHECK(log.find(reason) != std::string::npos);
  }
  CHECK((log.empty() || log.back() == '\n'));
}
