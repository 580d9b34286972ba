// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/relay_sink.h"

#include <sys/socket.h>

#include <thread>

#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

/// A relay that takes one report and answers with `answer`, after it was too busy for a few times.
class FakeRelay {
 public:
  explicit FakeRelay(std::string answer, int busy = 0) : listener_(test::bound_socket(path(), SOCK_STREAM)) {
    REQUIRE(listen(listener_.get(), 1) == 0);
    thread_ = std::thread([this, answer = std::move(answer), busy] {
      for (int i = 0; i < busy; ++i) {
        serve("error busy: come again\n");
      }
      received_.clear();
      serve(answer);
    });
  }
  ~FakeRelay() { join(); }

  std::string path() const { return folder_.file("socket"); }

  /// What the client sent up to the end of its side.
  const std::string& received() {
    join();
    return received_;
  }

 private:
  void serve(const std::string& answer) {
    const Fd client(accept(listener_.get(), nullptr, nullptr));
    std::string block(65536, '\0');
    for (ssize_t size = 1; size > 0;) {
      size = read(client.get(), block.data(), block.size());
      received_.append(block, 0, size > 0 ? static_cast<std::size_t>(size) : 0);
    }
    [[maybe_unused]] const ssize_t written = write(client.get(), answer.data(), answer.size());
  }

  void join() {
    if (thread_.joinable()) {
      thread_.join();
    }
  }

  test::Folder folder_;
  Fd listener_;
  std::string received_;
  std::thread thread_;
};

Result<void> hand_over(const std::string& path, const EncodedReport& report) {
  const auto sink = relay_sink(path);
  const Result<void> opened = sink->open(Deadline::after(10s));
  return opened ? sink->deliver(report, Deadline::after(10s)) : opened;
}

}  // namespace

TEST_CASE("a relay gets the record on one line, and its ok is the delivery") {
  Json record = test::small_record();
  record["extra"] = std::string(500'000, 'x');
  const EncodedReport report = test::report_of(record);
  FakeRelay fake("ok\n");
  CHECK(hand_over(fake.path(), report));
  CHECK(fake.received() == report.json + "\n");
}

TEST_CASE("a relay that refuses, hangs up or raves has not taken the report") {
  const EncodedReport report = test::report_of(test::small_record());
  const auto error_for = [&](std::string answer) {
    FakeRelay fake(std::move(answer));
    const Result<void> handed = hand_over(fake.path(), report);
    return handed ? "delivered" : handed.error();
  };
  CHECK(error_for("error the log is full\n") == "it answered: error the log is full");
  CHECK(error_for("okay\n") == "it answered: okay");
  CHECK(error_for("") == "it hung up without an answer");
  CHECK(error_for("ok") == "it hung up without an answer");
  CHECK(error_for(std::string(5000, 'x')) == "its answer has no end");
}

TEST_CASE("a relay that is busy is asked again, up to the deadline") {
  const EncodedReport report = test::report_of(test::small_record());
  FakeRelay fake("ok\n", 3);
  CHECK(hand_over(fake.path(), report));
  CHECK(fake.received() == report.json + "\n");
}

TEST_CASE("a relay that does not answer is given up at the deadline") {
  test::Folder folder;
  const Fd listener = test::bound_socket(folder.file("socket"), SOCK_STREAM);
  REQUIRE(listen(listener.get(), 1) == 0);
  const auto sink = relay_sink(folder.file("socket"));
  REQUIRE(sink->open(Deadline::after(10s)));
  CHECK(sink->deliver(test::report_of(test::small_record()), Deadline::after(30ms)).error() ==
        "it does not answer up to the deadline");
}

TEST_CASE("a relay that refuses before it has read everything is heard") {
  test::Folder folder;
  const Fd listener = test::bound_socket(folder.file("socket"), SOCK_STREAM);
  REQUIRE(listen(listener.get(), 1) == 0);
  const bool reads_some = GENERATE(false, true);
  const std::string answer = GENERATE(std::string("error too long\n"), std::string());
  std::thread fake([&] {
    const Fd client(accept(listener.get(), nullptr, nullptr));
    std::string block(1000, '\0');
    if (reads_some) {
      [[maybe_unused]] const ssize_t size = read(client.get(), block.data(), block.size());
    }
    [[maybe_unused]] const ssize_t written = write(client.get(), answer.data(), answer.size());
  });
  Json record = test::small_record();
  record["extra"] = std::string(5'000'000, 'x');
  const Result<void> handed = hand_over(folder.file("socket"), test::report_of(record));
  fake.join();
  REQUIRE_FALSE(handed);
  CHECK(handed.error() == (answer.empty() ? "it hung up without an answer" : "it answered: error too long"));
}
