// SPDX-License-Identifier: Apache-2.0
#include "cel/report/triage/triage.h"

#include <catch2/catch.hpp>

#include "cel/report/triage/triage_watch.h"
#include "tests/unit/report/fake_source.h"

using namespace cel;

namespace {

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kThen = 1'700'000'000'000'000;

Report came(std::int64_t time, const std::string& version = "") {
  Report report;
  report.time = time;
  report.container = test::container("shop");
  report.record = Json{{"type", "Python3"}};
  if (!version.empty()) {
    report.record["version"] = version;
  }
  return report;
}

GroupStatus status_after(const Triage& triage, const std::vector<Report>& reports, std::int64_t now = kThen) {
  TriageWatch watch(triage, now);
  for (const Report& report : reports) {
    watch.note("g", report);
  }
  return watch.status_of("g");
}

}  // namespace

TEST_CASE("a group of which nobody has said anything is new, and then open") {
  Triage triage;
  CHECK(status_after(triage, {came(kThen)}) == GroupStatus::fresh);
  triage.know("g", kThen);
  CHECK(status_after(triage, {came(kThen + kHour)}) == GroupStatus::open);
}

TEST_CASE("a resolved group is back with its first later report") {
  Triage triage;
  triage.resolve("g", kThen, "");
  CHECK(status_after(triage, {came(kThen - kHour), came(kThen)}) == GroupStatus::resolved);
  CHECK(status_after(triage, {came(kThen - kHour), came(kThen + 1)}) == GroupStatus::regressed);
  triage.come_back("g", kThen + 1);
  CHECK(status_after(triage, {}) == GroupStatus::regressed);
  triage.resolve("g", kThen + kHour, "");
  CHECK(status_after(triage, {came(kThen + 1)}) == GroupStatus::resolved);
  triage.reopen("g", kThen + kHour);
  CHECK(status_after(triage, {came(kThen + 2 * kHour)}) == GroupStatus::open);
}

TEST_CASE("reports of versions before the one that corrects it do not bring it back") {
  Triage triage;
  triage.resolve("g", kThen, "1.4.10");
  CHECK(status_after(triage, {came(kThen + 1, "1.4.9")}) == GroupStatus::resolved);
  CHECK(status_after(triage, {came(kThen + 1, "1.4.10-rc1")}) == GroupStatus::resolved);
  CHECK(status_after(triage, {came(kThen + 1, "1.4.10")}) == GroupStatus::regressed);
  CHECK(status_after(triage, {came(kThen + 1)}) == GroupStatus::regressed);
  CHECK(status_after(triage, {came(kThen - 1, "2")}) == GroupStatus::resolved);
}

TEST_CASE("a mute ends at its time, or after its count") {
  Triage triage;
  triage.mute("g", kThen, kThen + kHour, 0);
  CHECK(status_after(triage, {}, kThen + kHour - 1) == GroupStatus::muted);
  CHECK(status_after(triage, {}, kThen + kHour) == GroupStatus::open);
  triage.mute("g", kThen, 0, 3);
  Report flood = came(kThen + 2);
  flood.record["suppressed"] = 1;
  CHECK(status_after(triage, {came(kThen - 1), came(kThen), flood}) == GroupStatus::muted);
  CHECK(status_after(triage, {flood, came(kThen + 1)}) == GroupStatus::open);
  triage.mute("g", kThen, 0, 0);
  CHECK(status_after(triage, {flood, flood, flood}, kThen + 1000 * kHour) == GroupStatus::muted);
}

TEST_CASE("versions are ordered as people mean it") {
  const std::vector<std::string> ordered{"0.9",    "1.0-rc1", "1.0-rc2", "v1.0",   "1.0.1", "1.0.10",
                                         "1.2-rc", "1.2",     "1.10",    "2.0.0a", "2024.1"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      CAPTURE(ordered[i], ordered[j]);
      CHECK(is_version_before(ordered[i], ordered[j]) == (i < j));
    }
  }
  CHECK_FALSE(is_version_before("1.010", "1.10"));
  CHECK(is_version_before("", "1"));
}

TEST_CASE("of known groups the latest are remembered, and every decision is") {
  Triage triage;
  triage.resolve("decided", 1, "");
  for (int i = 0; i < 20'010; ++i) {
    triage.know("g" + std::to_string(i), kThen + i);
  }
  CHECK(triage.entries().size() == 20'001);
  CHECK(triage.find("decided") != nullptr);
  CHECK(triage.find("g9") == nullptr);
  CHECK(triage.find("g10") != nullptr);
}
