// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/server.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "cel/wire/rejoin.h"
#include "tests/unit/relay/server_fixture.h"

using namespace cel;
using namespace std::chrono_literals;
using test::answer_to;
using test::message_of;
using test::Relayed;

namespace {

/// The reasons of the records in what a log holds, each of whose lines must be ours and whole.
std::vector<std::string> reasons_in(std::string_view log) {
  std::vector<std::string> reasons;
  Rejoiner rejoiner(std::string(kDefaultTag), [&](Rejoined rejoined) {
    REQUIRE(rejoined.state == Rejoined::State::whole);
    reasons.push_back(rejoined.record["reason"].get<std::string>());
  });
  while (!log.empty()) {
    const std::size_t end = log.find('\n');
    REQUIRE(end != std::string_view::npos);
    REQUIRE(rejoiner.feed(log.substr(0, end)) == 0);
    log.remove_prefix(end + 1);
  }
  rejoiner.finish();
  return reasons;
}

using Reasons = std::vector<std::string>;

/// Text that does not compress, so that its lines fill a pipe.
std::string noise(std::size_t size) {
  std::string text;
  std::uint32_t state = 1;
  while (text.size() < size) {
    state = state * 1664525U + 1013904223U;
    text += static_cast<char>('A' + (state >> 24U) % 58U == '\\' ? '_' : 'A' + (state >> 24U) % 58U);
  }
  return text;
}

}  // namespace

TEST_CASE("a report is acknowledged when its lines are in the log") {
  Relayed relay;
  const Fd client = relay.connect();
  relay.send_message(client, message_of("one"));
  relay.work();
  CHECK(answer_to(client) == "ok\n");
  const std::string log = relay.log().read_some();
  CHECK(reasons_in(log) == Reasons{"one"});
  CHECK(log.find("\"peer\":{\"pid\":" + std::to_string(getpid())) != std::string::npos);
}

TEST_CASE("a message that comes byte by byte, and a long one in many pieces, arrive whole") {
  Relayed relay;
  const Fd slow = relay.connect();
  for (const char byte : message_of("slow")) {
    relay.send_all(slow, std::string_view(&byte, 1));
  }
  const Fd large = relay.connect();
  relay.send_message(large, message_of("large", 1'000'000));
  shutdown(slow.get(), SHUT_WR);
  relay.work();
  CHECK(answer_to(slow) == "ok\n");
  CHECK(answer_to(large) == "ok\n");
  CHECK(reasons_in(relay.log().read_some()).size() == 2);
}

TEST_CASE("clients that hang up, say nothing or too much get no report into the log") {
  Relayed relay;
  { const Fd probe = relay.connect(); }
  relay.work();
  CHECK_FALSE(relay.server().notice());
  const Fd half = relay.connect();
  relay.send_message(half, "{\"reason\":\"half\"}");
  const Fd endless = relay.connect();
  relay.send_all(endless, std::string(2'000'000, 'x'));
  relay.work();
  CHECK(answer_to(half) == "error the record does not end in a newline\n");
  CHECK(answer_to(endless) == "error the record is longer than 1052672 bytes\n");
  const auto notice = relay.server().notice();
  REQUIRE(notice);
  CHECK(notice->starts_with("2 refused, 2 in all; the last, of uid "));
  CHECK_FALSE(relay.server().notice());
  relay.log().writer = Fd();
  CHECK(relay.log().read_some().empty());
}

TEST_CASE("silent clients delay nobody, and too many of one user give way, the oldest first") {
  Relayed relay;
  std::vector<Fd> silent;
  for (std::size_t i = 0; i < Connections::kOfUser + 1; ++i) {
    silent.push_back(relay.connect());
  }
  while (answer_to(silent.front()).empty()) {
    relay.work();
  }
  CHECK(answer_to(silent.front()) == "gone");
  CHECK(answer_to(silent[1]).empty());
  const Fd client = relay.connect();
  relay.send_message(client, message_of("mine"));
  REQUIRE(relay.server().turn());
  CHECK(answer_to(client) == "ok\n");
}

TEST_CASE("a client that sends is not refused before those that say next to nothing") {
  Relayed relay;
  const Fd sends = relay.connect();
  relay.send_all(sends, "{\"reason\":\"sends\",\"backtrace\":\"" + std::string(50'000, 'x'));
  const Fd drips = relay.connect();
  relay.send_all(drips, "{");
  std::vector<Fd> silent;
  for (std::size_t i = 0; i < Connections::kOfUser - 2; ++i) {
    silent.push_back(relay.connect());
    relay.work();
  }
  std::this_thread::sleep_for(300ms);
  const Fd next = relay.connect();
  relay.work();
  CHECK(answer_to(drips) == "error busy: too many clients have sent no whole record\n");
  const Fd another = relay.connect();
  relay.work();
  CHECK(answer_to(silent.front()) == "error busy: too many clients have sent no whole record\n");
  relay.send_message(sends, "\"}\n");
  relay.work();
  CHECK(answer_to(sends) == "ok\n");
}

TEST_CASE("a long message that has come whole does not wait for those that have not") {
  Relayed relay;
  std::vector<Fd> stalled;
  for (int i = 0; i < 100; ++i) {
    stalled.push_back(relay.connect());
    send(stalled.back().get(), std::string(70'000, 'x').data(), 70'000, MSG_DONTWAIT);
  }
  const Fd client = relay.connect();
  relay.send_message(client, message_of("whole", 90'000));
  relay.work();
  CHECK(answer_to(client) == "ok\n");
}

TEST_CASE("of messages that the kernel cannot hold few are read at once, and who stalls makes room") {
  Relayed relay;
  std::vector<Fd> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(relay.connect());
    send(clients.back().get(), std::string(150'000, 'x').data(), 150'000, MSG_DONTWAIT);
  }
  const Fd client = relay.connect();
  relay.send_message(client, message_of("large among the slow", 900'000));
  while (answer_to(client).empty()) {
    REQUIRE(relay.server().turn());
  }
  const auto is_refused = [](const Fd& other) {
    return answer_to(other) == "error busy: the record came too slowly while others waited\n";
  };
  while (std::none_of(clients.begin(), clients.end(), is_refused)) {
    REQUIRE(relay.server().turn());
  }
  CHECK(reasons_in(relay.log().read_some()) == Reasons{"large among the slow"});
}

TEST_CASE("a report that a full log stops midway is finished, and acknowledged then") {
  Relayed relay;
  const Fd client = relay.connect();
  relay.send_message(client, "{\"reason\":\"long\",\"backtrace\":\"" + noise(300'000) + "\"}\n");
  relay.work();
  CHECK(answer_to(client).empty());
  std::string log;
  while (answer_to(client).empty()) {
    log += relay.log().read_some();
    relay.work();
  }
  log += relay.log().read_some();
  CHECK(reasons_in(log) == Reasons{"long"});
}

TEST_CASE("when nobody reads the log everybody is refused in time, and no line is torn") {
  Relayed relay;
  const Fd begun = relay.connect();
  relay.send_message(begun, "{\"reason\":\"begun\",\"backtrace\":\"" + noise(300'000) + "\"}\n");
  const Fd waiting = relay.connect();
  relay.send_message(waiting, message_of("never begun"));
  relay.work();
  CHECK(answer_to(waiting).empty());
  std::this_thread::sleep_for(1100ms);
  relay.work();
  CHECK(answer_to(begun) == "error nobody reads the log\n");
  CHECK(answer_to(waiting) == "error nobody reads the log\n");
  const Fd late = relay.connect();
  relay.send_message(late, message_of("late"));
  relay.work();
  CHECK(answer_to(late) == "error nobody reads the log\n");
  std::string log;
  for (int i = 0; i < 10; ++i) {
    log += relay.log().read_some();
    relay.work();
  }
  const Fd next = relay.connect();
  relay.send_message(next, message_of("next"));
  relay.work();
  CHECK(answer_to(next) == "ok\n");
  log += relay.log().read_some();
  CHECK(reasons_in(log) == Reasons{"begun", "next"});
}

TEST_CASE("a log that lost its reader is an error, and the client is refused") {
  Relayed relay;
  relay.log().reader = Fd();
  const Fd client = relay.connect();
  send(client.get(), message_of("x").data(), message_of("x").size(), 0);
  shutdown(client.get(), SHUT_WR);
  const Result<void> turned = relay.server().turn();
  REQUIRE_FALSE(turned);
  CHECK(turned.error().find("EPIPE") != std::string::npos);
  CHECK(answer_to(client).starts_with("error the log: cannot write"));
}

TEST_CASE("a relay that ends refuses whoever it did not answer, and takes its socket away") {
  Relayed relay;
  const Fd client = relay.connect();
  relay.send_all(client, "{\"reason\":");
  relay.end();
  CHECK(answer_to(client) == "error the relay ends\n");
  CHECK_FALSE(connect_unix(relay.socket(), SOCK_STREAM, Deadline::after(1s)));
  CHECK(access(relay.socket().c_str(), F_OK) != 0);
}
