// SPDX-License-Identifier: Apache-2.0
#include "cel/report/triage/triage.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kMostUndecided = 20'000;
constexpr std::array<std::string_view, 5> kStatusWords{"new", "open", "resolved", "muted", "regressed"};

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// Takes the number or the letters at the front of a version; without a number's leading zeros.
std::string_view take_run(std::string_view& version) {
  const bool is_number = is_digit(version.front());
  const auto end = std::find_if(version.begin(), version.end(),
                                [is_number](char letter) { return is_digit(letter) != is_number; });
  std::string_view run(version.begin(), end);
  version.remove_prefix(run.size());
  while (is_number && run.size() > 1 && run.front() == '0') {
    run.remove_prefix(1);
  }
  return run;
}

/// Whether what one version has beyond another makes it an earlier one, as a release candidate is.
bool is_before_release(std::string_view rest) { return rest.starts_with('-') || rest.starts_with('~'); }

}  // namespace

const TriageEntry* Triage::find(const std::string& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second;
}

void Triage::know(const std::string& id, std::int64_t now) {
  TriageEntry& entry = entries_[id];
  entry.known = entry.known == 0 ? now : entry.known;
  forget_oldest();
}

void Triage::forget_oldest() {
  const auto undecided = [](const auto& each) { return each.second.decision == TriageEntry::Decision::none; };
  if (entries_.size() <= kMostUndecided) {
    return;
  }
  while (std::count_if(entries_.begin(), entries_.end(), undecided) >
         static_cast<std::ptrdiff_t>(kMostUndecided)) {
    auto oldest = std::find_if(entries_.begin(), entries_.end(), undecided);
    for (auto each = oldest; each != entries_.end(); ++each) {
      oldest = undecided(*each) && each->second.known < oldest->second.known ? each : oldest;
    }
    entries_.erase(oldest);
  }
}

void Triage::resolve(const std::string& id, std::int64_t now, std::string version) {
  know(id, now);
  entries_[id] = {TriageEntry::Decision::resolved, entries_[id].known, now, std::move(version), 0, 0, 0};
}

void Triage::mute(const std::string& id, std::int64_t now, std::int64_t until, std::uint64_t most) {
  know(id, now);
  entries_[id] = {TriageEntry::Decision::muted, entries_[id].known, now, {}, until, most, 0};
}

void Triage::reopen(const std::string& id, std::int64_t now) {
  know(id, now);
  entries_[id] = {TriageEntry::Decision::none, entries_[id].known, 0, {}, 0, 0, 0};
}

void Triage::come_back(const std::string& id, std::int64_t time) {
  const auto found = entries_.find(id);
  if (found != entries_.end() && found->second.decision == TriageEntry::Decision::resolved &&
      found->second.back == 0) {
    found->second.back = time;
  }
}

std::string_view status_word(GroupStatus status) { return kStatusWords.at(static_cast<std::size_t>(status)); }

std::optional<GroupStatus> status_of_word(std::string_view word) {
  const auto* const found = std::find(kStatusWords.begin(), kStatusWords.end(), word);
  return found == kStatusWords.end() ? std::nullopt
                                     : std::optional(static_cast<GroupStatus>(found - kStatusWords.begin()));
}

bool is_version_before(std::string_view a, std::string_view b) {
  a.remove_prefix(a.starts_with('v') ? 1 : 0);
  b.remove_prefix(b.starts_with('v') ? 1 : 0);
  while (!a.empty() && !b.empty()) {
    const bool numbers = is_digit(a.front()) && is_digit(b.front());
    const std::string_view rest_of_a = a;
    const std::string_view rest_of_b = b;
    const std::string_view one = take_run(a);
    const std::string_view other = take_run(b);
    if (one == other) {
      continue;
    }
    if (is_before_release(rest_of_a) != is_before_release(rest_of_b)) {
      return is_before_release(rest_of_a);
    }
    return numbers && one.size() != other.size() ? one.size() < other.size() : one < other;
  }
  return a.empty() ? !b.empty() && !is_before_release(b) : is_before_release(a);
}

}  // namespace cel
