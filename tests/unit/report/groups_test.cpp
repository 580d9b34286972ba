// SPDX-License-Identifier: Apache-2.0
#include "cel/report/groups.h"

#include <catch2/catch.hpp>

#include "tests/unit/report/fake_source.h"
#include "tests/unit/report/times.h"

using namespace cel;

namespace {

constexpr std::int64_t kLast = 1'000 * kSecond;

Report report(const std::string& error, std::int64_t time, const std::string& container = "web") {
  Report out;
  out.id = error + std::to_string(time);
  out.time = time;
  out.container = test::container(container);
  out.record = Json{{"type", "Python3"},
                    {"reason", "a.py:1:f:" + error},
                    {"exceptions", {{{"type", error}, {"frames", {{{"file", "a.py"}, {"function", "f"}}}}}}}};
  return out;
}

}  // namespace

TEST_CASE("reports of one error make one group, whatever their order") {
  const std::vector<std::int64_t> times =
      GENERATE(std::vector<std::int64_t>{10, 20, 30}, std::vector<std::int64_t>{30, 20, 10});
  Groups groups(kLast);
  for (const std::int64_t time : times) {
    groups.add(report("KeyError", time * kSecond, time == 20 ? "db" : "web"));
  }
  groups.add(report("OSError", 15 * kSecond));
  const std::vector<Group> all = groups.take();
  REQUIRE(all.size() == 2);
  CHECK(all[0].count == 3);
  CHECK(all[0].first == 10 * kSecond);
  CHECK(all[0].last == 30 * kSecond);
  CHECK(all[0].newest_id == "KeyError30000000");
  CHECK(all[0].summary.what == "KeyError");
  CHECK(all[0].containers.size() == 2);
  CHECK(all[1].count == 1);
  CHECK(all[0].histogram.width() == all[1].histogram.width());
}

TEST_CASE("what the program did not send is counted") {
  Groups groups(kLast);
  Report flood = report("KeyError", kSecond);
  flood.record["suppressed"] = 990;
  groups.add(std::move(flood));
  groups.add(report("KeyError", 2 * kSecond));
  const std::vector<Group> all = groups.take();
  CHECK(all[0].count == 2);
  CHECK(all[0].suppressed == 990);
}

TEST_CASE("the fullest report stands for its group, of several the newest") {
  const auto with = [](const char* part, std::int64_t time) {
    Report one = report("KeyError", time);
    one.id = part + std::to_string(time / kSecond);
    Json frame = {{"file", "a.py"}, {"function", "f"}};
    frame[part] = Json::object();
    one.record["exceptions"] = {{{"type", "KeyError"}, {"frames", {frame}}}};
    return one;
  };
  Groups groups(kLast, {.groups = 100, .kept_bytes = 10000});
  groups.add(with("locals", 1 * kSecond));
  groups.add(with("locals", 2 * kSecond));
  groups.add(with("context", 3 * kSecond));
  Report summary = with("none", 4 * kSecond);
  summary.record["suppressed"] = 4998;
  summary.record["fingerprint"] = "cel2:0";
  groups.add(std::move(summary));
  Report torn = with("locals", 5 * kSecond);
  torn.state = Rejoined::State::incomplete;
  groups.add(std::move(torn));
  const std::vector<Group> all = groups.take();
  REQUIRE(all.size() == 1);
  CHECK(all[0].representative_id == "locals2");
  CHECK(all[0].representative->time() == 2 * kSecond);
  CHECK(all[0].newest_id == "locals5");
  CHECK(all[0].last == 5 * kSecond);
  CHECK(times_of(all[0]) == 5003);
}

TEST_CASE("the representative report is kept as far as memory is allowed") {
  Groups groups(kLast, {.groups = 100, .kept_bytes = 300, .kept_one = 200});
  groups.add(report("A", 1 * kSecond));
  groups.add(report("A", 3 * kSecond));
  groups.add(report("A", 2 * kSecond));
  groups.add(report("B", 1 * kSecond));
  groups.add(report("C", 0));  // too many by now
  Report large = report("D", 4 * kSecond);
  large.record["backtrace"] = std::string(1000, 'x');
  groups.add(std::move(large));
  for (const Group& group : groups.take()) {
    CAPTURE(group.newest_id);
    const bool small_and_early = group.summary.what == "A" || group.summary.what == "B";
    CHECK(group.representative.has_value() == small_and_early);
    if (group.summary.what == "A") {
      CHECK(group.representative->time() == 3 * kSecond);
    }
  }
}

TEST_CASE("of too many groups the rest is counted") {
  Groups groups(kLast, {.groups = 10});
  for (int i = 0; i < 25; ++i) {
    groups.add(report("E" + std::to_string(i % 15), i * kSecond));
  }
  CHECK(groups.ungrouped() == 5);
  CHECK(groups.take().size() == 10);
}

TEST_CASE("a group names a few of many containers") {
  Groups groups(kLast);
  for (int i = 0; i < 100; ++i) {
    groups.add(report("KeyError", i * kSecond, "web" + std::to_string(i % 20)));
  }
  const std::vector<Group> all = groups.take();
  CHECK(all[0].containers.size() == Group::kNamed);
  CHECK(all[0].more_containers);
}
