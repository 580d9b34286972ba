// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/follower.h"

#include "tests/unit/random_record.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;

namespace {

/// Lines that a log holds so far. A position is the number of lines before it.
class FakeLog : public FollowedLog {
 public:
  FakeLog(const std::vector<std::string>& lines, std::size_t at) : lines_(lines), at_(at) {}

  Result<bool> read(LogLine& line) override {
    if (at_ == lines_.size()) {
      return false;
    }
    line.time = static_cast<std::int64_t>(at_) + 1;
    line.container = container_;
    line.text = lines_[at_++];
    return true;
  }
  Json line_position() const override { return at_ - 1; }
  Json position() const override { return at_; }
  bool over() const override { return false; }

 private:
  const std::vector<std::string>& lines_;
  std::size_t at_;
  std::shared_ptr<const Container> container_ = std::make_shared<Container>();
};

/// One log, and a signal to stop once it was looked at so often.
class FakeWatch : public LogWatch {
 public:
  FakeWatch(const std::vector<std::string>& lines, volatile std::sig_atomic_t& stop)
      : lines_(lines), stop_(stop) {}

  Result<Logs> appeared(const Positions& positions) override {
    Logs logs;
    if (!std::exchange(given_, true)) {
      const auto at = positions.find("log");
      logs["log"] =
          std::make_unique<FakeLog>(lines_, at == positions.end() ? 0 : at->second.get<std::size_t>());
    }
    stop_ = 1;
    return logs;
  }
  int descriptor() const override { return -1; }
  void woken() override {}
  bool over() const override { return false; }

 private:
  const std::vector<std::string>& lines_;
  volatile std::sig_atomic_t& stop_;
  bool given_ = false;
};

struct Run {
  std::vector<Json> records;
  std::size_t most = 1000;  // after so many the output is full

  void follow(const std::vector<std::string>& lines, const std::string& cursor) {
    volatile std::sig_atomic_t stop = 0;
    std::vector<std::unique_ptr<LogWatch>> watches;
    watches.push_back(std::make_unique<FakeWatch>(lines, stop));
    Result<Cursor> opened = Cursor::open(cursor);
    REQUIRE(opened);
    Follower follower(std::move(watches), "tag", std::move(*opened), [&](const Report& report) {
      if (records.size() == most) {
        return false;
      }
      records.push_back(report.record);
      return true;
    });
    REQUIRE(follower.run(stop));
  }
};

}  // namespace

TEST_CASE("wherever a follower is stopped, each report comes once and whole") {
  const auto seed = GENERATE(range(0, 60));
  CAPTURE(seed);
  test::Random random(static_cast<unsigned>(seed));
  std::vector<Json> records;
  std::vector<std::string> lines;
  for (int i = 0; i < 8; ++i) {
    records.push_back(test::random_record(random, test::between(random, 50, 20'000)));
    records.back()["id"] = test::random_id(random) + test::random_id(random);
    auto own = test::lines_of(records.back(), 1024, "tag", test::random_id(random));
    for (std::size_t line = 0; line < own.size(); ++line) {  // in their order, amid those of others
      lines.insert(
          lines.begin() +
              static_cast<long>(test::between(
                  random,
                  line == 0 ? 0
                            : static_cast<std::size_t>(std::find(lines.begin(), lines.end(), own[line - 1]) -
                                                       lines.begin()) +
                                  1,
                  lines.size())),
          own[line]);
    }
  }
  const test::Folder folder;
  Run run;
  std::vector<std::string> so_far;
  while (so_far.size() < lines.size()) {
    const std::size_t more = test::between(random, 1, lines.size() - so_far.size());
    so_far.insert(so_far.end(), lines.begin() + static_cast<long>(so_far.size()),
                  lines.begin() + static_cast<long>(so_far.size() + more));
    run.most = run.records.size() + test::between(random, 0, 3);  // what is refused comes again
    run.follow(so_far, folder.file("cursor"));
  }
  run.most = records.size() + 1;
  run.follow(lines, folder.file("cursor"));
  REQUIRE(run.records.size() == records.size());
  for (const Json& record : records) {
    CHECK(std::count(run.records.begin(), run.records.end(), record) == 1);
  }
}

TEST_CASE("the cursor knows of no report before it would outlive a power cut") {
  const test::Folder folder;
  const std::string path = folder.file("cursor");
  const std::vector<std::string> lines = {"tag - {\"id\":\"00aa\"}", "tag - {\"id\":\"00bb\"}"};
  volatile std::sig_atomic_t stop = 0;
  std::vector<std::unique_ptr<LogWatch>> watches;
  watches.push_back(std::make_unique<FakeWatch>(lines, stop));
  Result<Cursor> cursor = Cursor::open(path);
  REQUIRE(cursor);
  std::size_t taken = 0;
  std::size_t synced = 0;
  Follower follower(
      std::move(watches), "tag", std::move(*cursor), [&](const Report&) { return ++taken != 0; },
      [&]() -> Result<void> {
        CHECK(test::content_of(path).find("\"id\"") == std::string::npos);
        synced = taken;
        return {};
      });
  REQUIRE(follower.run(stop));
  CHECK(synced == 2);
  CHECK(test::content_of(path).find("\"id\"") != std::string::npos);
}
