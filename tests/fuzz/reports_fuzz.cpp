// SPDX-License-Identifier: Apache-2.0
//
// Any lines of any containers are read, merged, matched, grouped and listed; none makes a report another
// container's. The first byte of a line says whose it is, and in which log.

#include <memory>
#include <vector>

#include "cel/reader/options/time_words.h"
#include "cel/reader/output/json_report.h"
#include "cel/report/groups.h"
#include "cel/report/reports.h"
#include "tests/fuzz/check.h"
#include "tests/unit/report/fake_source.h"

using namespace cel;

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::size_t kLogs = 2;
constexpr std::size_t kContainers = 3;

std::vector<std::unique_ptr<Source>> logs_of(std::string_view text) {
  std::vector<std::shared_ptr<const Container>> containers;
  for (std::size_t i = 0; i < kContainers; ++i) {
    containers.push_back(test::container(std::to_string(i)));
  }
  std::vector<std::vector<test::FakeLine>> lines(kLogs);
  std::int64_t time = kSecond;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) {
      const auto first = static_cast<unsigned char>(line[0]);
      time += first * kSecond;
      lines[first % kLogs].push_back(
          {time, containers[first % kContainers], std::string(line.substr(1)), first % 16 == 0});
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  std::vector<std::unique_ptr<Source>> logs;
  for (auto& log : lines) {
    logs.push_back(std::make_unique<test::FakeSource>(std::move(log)));
  }
  return logs;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = view_of(data, size);
  const std::string_view first_line = text.substr(0, text.find('\n'));
  Match match;
  const bool narrowed = static_cast<bool>(match.add(first_line));
  CEL_CHECK(narrowed || match.empty());
  (void)time_of_words(first_line, kSecond);

  Reports reports(logs_of(text), {}, text.starts_with('!') ? match : Match());
  Groups groups(1000 * kSecond, {.groups = 5, .kept_bytes = 1000});
  Report report;
  std::uint64_t count = 0;
  while (reports.next(report)) {
    ++count;
    CEL_CHECK(report.id.size() == 32);
    CEL_CHECK(parse_json(json_text(json_of(report, group_of_error(report)), JsonForm::lines)));
    groups.add(std::move(report));
  }
  CEL_CHECK(reports.problems().empty());
  std::uint64_t grouped = groups.ungrouped();
  for (const Group& group : groups.take()) {
    grouped += group.count;
    CEL_CHECK(parse_json(json_text(json_of(group, "open"), JsonForm::pretty)));
  }
  CEL_CHECK(grouped == count);
  return 0;
}
