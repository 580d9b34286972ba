// SPDX-License-Identifier: Apache-2.0
#include "cel/report/report.h"

#include <utility>

#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
constexpr std::size_t kIdDigits = 32;

/// The time that a record claims, in microseconds; ABRT's Python 3 hook sends it as a string.
std::int64_t claimed_time(const Json& record) {
  std::optional<std::uint64_t> seconds = number_at(record, "time");
  if (!seconds) {
    const std::string_view text = string_at(record, "time").value_or("");
    seconds = whole_number(text.substr(0, text.find('.')), 0, kLastSecond);
  }
  return seconds && *seconds <= kLastSecond ? static_cast<std::int64_t>(*seconds) * kMicroseconds : 0;
}

bool is_id(std::string_view text) {
  return text.size() == kIdDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Where a record has no id of its own, equal ones that the host got at different times are two.
std::string id_of(const Rejoined& rejoined) {
  const std::string_view own = string_at(rejoined.record, "id").value_or("");
  return is_id(own)
             ? std::string(own)
             : hex(sha256(rejoined.content + '@' + std::to_string(rejoined.stamp)).data(), kIdDigits / 2);
}

}  // namespace

Report report_of(Rejoined rejoined, std::shared_ptr<const Container> container) {
  Report report;
  report.id = id_of(rejoined);
  report.content = std::move(rejoined.content);
  report.time = rejoined.stamp != 0 ? rejoined.stamp : claimed_time(rejoined.record);
  report.container = std::move(container);
  report.record = std::move(rejoined.record);
  report.state = rejoined.state;
  report.parts = rejoined.parts;
  report.parts_present = rejoined.parts_present;
  return report;
}

}  // namespace cel
