// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/queue.h"

#include <fstream>
#include <functional>
#include <thread>

#include "cel/base/text.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

using Script = std::function<Verdict(std::span<const Json>)>;

/// A destination that answers as it is told to, and stops the queue once nothing is left.
class FakeDestination : public Destination {
 public:
  FakeDestination(Script script, std::size_t batch) : script_(std::move(script)), batch_(batch) {}

  Limits limits() const override { return {.reports = batch_}; }
  Verdict deliver(std::span<const Json> reports, const Stop&) override { return script_(reports); }
  std::string preview(const Json&) override { return {}; }

 private:
  Script script_;
  std::size_t batch_;
};

struct Ground {
  Ground() : folder_(open()), letters(folder_.file("letters")) {
    auto opened = Spool::open(folder_.file("spool"), 1U << 20U);
    REQUIRE(opened);
    spool = std::move(*opened);
  }

  /// Delivers all that is in the spool.
  void deliver(const Script& script, std::size_t batch = 10) {
    auto settings = Settings::of_words("fake=x");
    auto queue = Queue::open(std::move(*settings), std::make_unique<FakeDestination>(script, batch), *spool,
                             folder_, letters, [this](const std::string& words) { said += words + "\n"; });
    REQUIRE(queue);
    Stop stop;
    std::thread thread([&] { (*queue)->run(stop); });
    while ((*queue)->counts().position < spool->end()) {
      std::this_thread::sleep_for(1ms);
    }
    stop.finish();
    spool->close();
    thread.join();
    refused = (*queue)->counts().refused;
  }

  void add(int from, int to) {
    for (int number = from; number < to; ++number) {
      REQUIRE(spool->append("{\"id\":\"" + std::to_string(number) + "\"}") == Spool::Added::added);
    }
  }

  StateFolder open() const {
    auto opened = StateFolder::open(base.file("state"));
    REQUIRE(opened);
    return std::move(*opened);
  }

  test::Folder base;
  StateFolder folder_;
  std::unique_ptr<Spool> spool;
  DeadLetters letters;
  std::string said;
  std::uint64_t refused = 0;
};

int id_of(const Json& report) { return std::stoi(std::string(*string_at(report, "id"))); }

Verdict down() { return {Verdict::Outcome::down, "away"}; }

}  // namespace

TEST_CASE("a queue delivers all in order, through failures, and says that once") {
  Ground ground;
  auto first = Settings::of_words("fake=x");
  std::ofstream(ground.folder_.file(first->name + ".position")) << "0\n";
  ground.add(0, 25);
  std::vector<int> ids;
  int attempts = 0;
  ground.deliver([&](std::span<const Json> reports) -> Verdict {
    if (++attempts % 2 == 1) {
      return down();
    }
    for (const Json& report : reports) {
      ids.push_back(id_of(report));
    }
    return {};
  });
  REQUIRE(ids.size() == 25);
  for (int number = 0; number < 25; ++number) {
    CHECK(ids[static_cast<std::size_t>(number)] == number);
  }
  CHECK(ground.said.find("not delivered, tries again, reports that wait: 25: away") != std::string::npos);
  CHECK(ground.said.find("delivers again") != std::string::npos);
}

TEST_CASE("one report that is refused for its content goes to the dead letters, and takes no other with it") {
  Ground ground;
  auto first = Settings::of_words("fake=x");
  std::ofstream(ground.folder_.file(first->name + ".position")) << "0\n";
  ground.add(0, 30);
  std::vector<int> ids;
  ground.deliver([&](std::span<const Json> reports) -> Verdict {
    for (const Json& report : reports) {
      if (id_of(report) == 17) {
        return {Verdict::Outcome::refused, "bad\nwords"};
      }
    }
    for (const Json& report : reports) {
      ids.push_back(id_of(report));
    }
    return {};
  });
  CHECK(ids.size() == 29);
  CHECK(ground.refused == 1);
  const std::string letters = test::content_of(ground.folder_.file("letters"));
  const auto letter = parse_json(trimmed(letters));
  REQUIRE(letter);
  CHECK((*letter)["report"]["id"] == "17");
  CHECK((*letter)["answer"] == "bad\\x0awords");
}

TEST_CASE("of a batch only what was not taken comes again") {
  Ground ground;
  auto first = Settings::of_words("fake=x");
  std::ofstream(ground.folder_.file(first->name + ".position")) << "0\n";
  ground.add(0, 10);
  std::vector<int> ids;
  bool again = true;
  ground.deliver([&](std::span<const Json> reports) -> Verdict {
    Verdict verdict;
    for (std::size_t at = 0; at < reports.size(); ++at) {
      const int id = id_of(reports[at]);
      if (again && id % 3 == 0) {
        verdict.again.push_back(at);
      } else if (id == 5) {
        verdict.refused.emplace_back(at, "no");
      } else {
        ids.push_back(id);
      }
    }
    again = false;
    return verdict;
  });
  CHECK(ids == std::vector<int>{1, 2, 4, 7, 8, 0, 3, 6, 9});
  CHECK(ground.refused == 1);
}

TEST_CASE("a queue that was killed goes on behind what was acknowledged, from its first start on") {
  Ground ground;
  {
    auto settings = Settings::of_words("fake=x");
    const auto queue =
        Queue::open(std::move(*settings), std::make_unique<FakeDestination>([](auto) { return down(); }, 1),
                    *ground.spool, ground.folder_, ground.letters, [](const std::string&) {});
    REQUIRE(queue);  // and never run
  }
  ground.add(0, 5);
  std::vector<int> ids;
  ground.deliver(
      [&](std::span<const Json> reports) -> Verdict {
        ids.push_back(id_of(reports[0]));
        return {};
      },
      1);
  CHECK(ids == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("waits become longer, up to a minute, and are what the other side asks for") {
  Backoff backoff;
  for (int times = 0; times < 20; ++times) {
    const auto usual = std::min<std::chrono::milliseconds>(50ms * (1 << std::min(times, 12)), 60s);
    const auto wait = backoff.next(0ms);
    CHECK(wait <= usual);
    CHECK(wait >= usual / 2);
  }
  CHECK(backoff.next(100s) == 100s);
  CHECK(backoff.next(24h) == 1h);
  backoff.reset();
  CHECK(backoff.next(0ms) <= 50ms);
}
