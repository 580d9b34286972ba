// SPDX-License-Identifier: Apache-2.0
#include "cel/report/triage/triage_watch.h"

#include "cel/report/fields.h"

namespace cel {
namespace {

using Decision = TriageEntry::Decision;

GroupStatus status_from(const TriageEntry* entry, std::uint64_t times, std::int64_t back, std::int64_t now) {
  if (entry == nullptr) {
    return GroupStatus::fresh;
  }
  switch (entry->decision) {
    case Decision::resolved:
      return entry->back != 0 || back != 0 ? GroupStatus::regressed : GroupStatus::resolved;
    case Decision::muted:
      return (entry->until != 0 && now >= entry->until) || (entry->most != 0 && times >= entry->most)
                 ? GroupStatus::open
                 : GroupStatus::muted;
    case Decision::none:
      break;
  }
  return GroupStatus::open;
}

}  // namespace

bool tells_it_is_back(const TriageEntry& entry, const Report& report) {
  if (entry.decision != Decision::resolved || report.time <= entry.decided) {
    return false;
  }
  const std::string version = entry.version.empty() ? std::string() : version_of(report);
  return version.empty() || !is_version_before(version, entry.version);
}

GroupStatus status_by(const TriageEntry* entry, const Report& report, std::int64_t now) {
  return status_from(entry, 0, entry != nullptr && tells_it_is_back(*entry, report) ? report.time : 0, now);
}

void TriageWatch::note(const std::string& id, const Report& report) {
  const TriageEntry* const entry = triage_.find(id);
  if (entry == nullptr || entry->decision == Decision::none) {
    return;
  }
  Since& since = since_[id];
  if (tells_it_is_back(*entry, report) && (since.back == 0 || report.time < since.back)) {
    since.back = report.time;
  }
  if (entry->decision == Decision::muted && report.time > entry->decided) {
    since.times += 1 + number_at(report.record, "suppressed").value_or(0);
  }
}

GroupStatus TriageWatch::status_of(const std::string& id) const {
  const auto since = since_.find(id);
  return since == since_.end() ? status_from(triage_.find(id), 0, 0, now_)
                               : status_from(triage_.find(id), since->second.times, since->second.back, now_);
}

std::string TriageWatch::words_of(const std::string& id, std::string (*moment)(std::int64_t)) const {
  const GroupStatus status = status_of(id);
  std::string words(status_word(status));
  const TriageEntry* const entry = triage_.find(id);
  if (entry == nullptr || status == GroupStatus::open) {
    return words;
  }
  if (entry->decision == Decision::resolved) {
    const auto since = since_.find(id);
    const std::int64_t back = entry->back != 0 ? entry->back : since == since_.end() ? 0 : since->second.back;
    words += back == 0 ? "" : " " + moment(back) + ", resolved";
    words += entry->version.empty() ? "" : " in " + entry->version;
    words += " " + moment(entry->decided);
  } else {
    words += entry->until == 0 ? "" : " until " + moment(entry->until);
    words += entry->most == 0 ? "" : " until it came " + std::to_string(entry->most) + " more times";
  }
  return words;
}

}  // namespace cel
