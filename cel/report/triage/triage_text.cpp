// SPDX-License-Identifier: Apache-2.0
#include "cel/report/triage/triage_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "cel/base/text.h"
#include "cel/base/toml_text.h"

namespace cel {
namespace {

constexpr std::int64_t kStateFormat = 1;
constexpr std::size_t kMostOfId = 64;
constexpr std::size_t kMostOfVersion = 200;
constexpr std::int64_t kMicroseconds = 1'000'000;  // of a second
constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kLastMoment =
    253'402'300'799'999'999;  // of the year 9999, beyond which TOML has no time

Error wrong_at(const toml::node& node, const std::string& sentence) {
  return Error{toml_place(node.source()) + sentence};
}

/// In UTC, to the microsecond.
std::string moment_text(std::int64_t time) {
  time = std::min(time, kLastMoment);  // a report may say anything
  const std::chrono::sys_days day(std::chrono::days(time / kMicroseconds / kSecondsOfDay));
  const std::chrono::year_month_day date(day);
  const std::int64_t second = time / kMicroseconds % kSecondsOfDay;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), second / 3600,
                     second / 60 % 60, second % 60, time % kMicroseconds);
}

Result<std::int64_t> moment_of(const toml::node& node) {
  const auto* const value = node.as_date_time();
  if (value == nullptr) {
    return wrong_at(node, "here stands a time such as 2026-01-31T18:00:00Z");
  }
  const toml::date_time& moment = value->get();
  const std::chrono::year_month_day date(std::chrono::year(moment.date.year),
                                         std::chrono::month(moment.date.month),
                                         std::chrono::day(moment.date.day));
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t minutes =
      std::int64_t{moment.time.hour} * 60 + moment.time.minute - (moment.offset ? moment.offset->minutes : 0);
  const std::int64_t time = (days * kSecondsOfDay + minutes * 60 + moment.time.second) * kMicroseconds +
                            moment.time.nanosecond / 1000;
  if (time <= 0 || time > kLastMoment) {
    return wrong_at(node, "this time is before 1970 or after 9999");
  }
  return time;
}

/// As a basic string of TOML.
std::string quoted_text(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      (out += '\\') += letter;
    } else if (code < 0x20 || code == 0x7f) {
      out += fmt::format("\\u{:04x}", code);
    } else {
      out += letter;
    }
  }
  return out + '"';
}

Result<std::string> text_in(const toml::node& node, std::size_t most) {
  const auto* const text = node.as_string();
  if (text == nullptr || text->get().empty() || text->get().size() > most) {
    return wrong_at(node, fmt::format("here stands a text of 1 to {} bytes in quotes", most));
  }
  return text->get();
}

/// Takes the value of a key of a group.
Result<void> take_key(std::string_view key, const toml::node& node, std::string& id, TriageEntry& entry) {
  struct Moment {
    std::string_view key;
    std::int64_t TriageEntry::*value;
  };
  constexpr Moment kMoments[] = {{"known", &TriageEntry::known},
                                 {"resolved", &TriageEntry::decided},
                                 {"muted", &TriageEntry::decided},
                                 {"until", &TriageEntry::until},
                                 {"back", &TriageEntry::back}};
  for (const Moment& each : kMoments) {
    if (key == each.key) {
      const Result<std::int64_t> time = moment_of(node);
      if (!time) {
        return Error{time.error()};
      }
      entry.*each.value = *time;
      const bool decides = key == "resolved" || key == "muted";
      if (decides && entry.decision != TriageEntry::Decision::none) {
        return wrong_at(node, "a group is either resolved or muted");
      }
      if (decides) {
        entry.decision = key == "muted" ? TriageEntry::Decision::muted : TriageEntry::Decision::resolved;
      }
      return {};
    }
  }
  if (key == "id" || key == "in") {
    Result<std::string> text = text_in(node, key == "id" ? kMostOfId : kMostOfVersion);
    if (text) {
      (key == "id" ? id : entry.version) = *text;
    }
    return text ? Result<void>() : Error{text.error()};
  }
  const auto* const number = node.as_integer();
  if (key != "until-count") {
    return wrong_at(node, cel::quoted(key) + " is nothing that is known of a group");
  }
  if (number == nullptr || number->get() <= 0) {
    return wrong_at(node, "here stands a number from 1 on");
  }
  entry.most = static_cast<std::uint64_t>(number->get());
  return {};
}

/// Whether the parts of an entry belong together.
bool is_consistent(const TriageEntry& entry) {
  const bool is_resolved = entry.decision == TriageEntry::Decision::resolved;
  const bool is_muted = entry.decision == TriageEntry::Decision::muted;
  return entry.known > 0 && (is_resolved || (entry.version.empty() && entry.back == 0)) &&
         (is_muted || (entry.until == 0 && entry.most == 0));
}

Result<void> take_group(Triage& triage, const toml::node& node) {
  if (!node.is_table()) {
    return wrong_at(node, "a group is a table [[group]]");
  }
  std::string id;
  TriageEntry entry;
  for (const auto& [key, value] : *node.as_table()) {
    if (Result<void> taken = take_key(key.str(), value, id, entry); !taken) {
      return taken;
    }
  }
  if (id.empty() || !is_consistent(entry)) {
    return wrong_at(node, "this [[group]] lacks its id or known, or has what belongs to another decision");
  }
  if (triage.find(id) != nullptr) {
    return wrong_at(node, cel::quoted(id) + " is there twice");
  }
  triage.put(id, std::move(entry));
  return {};
}

}  // namespace

Result<Triage> parse_triage(std::string_view text) {
  Triage triage;
  if (text.empty()) {
    return triage;
  }
  const Result<toml::table> parsed = parse_toml(text);
  if (!parsed) {
    return Error{parsed.error()};
  }
  const toml::table& table = *parsed;
  if (table["format"].value<std::int64_t>() != kStateFormat) {
    const toml::node* const format = table.get("format");
    return wrong_at(format == nullptr ? table : *format, "this is no state of groups that this cel knows");
  }
  for (const auto& [key, node] : table) {
    const toml::array* const groups = key.str() == "group" ? node.as_array() : nullptr;
    if (groups == nullptr && key.str() != "format") {
      return wrong_at(node, cel::quoted(key.str()) + " is nothing that is known of groups");
    }
    for (std::size_t i = 0; groups != nullptr && i < groups->size(); ++i) {
      if (const Result<void> taken = take_group(triage, (*groups)[i]); !taken) {
        return Error{taken.error()};
      }
    }
  }
  return triage;
}

std::string triage_text(const Triage& triage) {
  std::string text = fmt::format(
      "# What was said of groups: cel resolve, mute, reopen, follow --new\nformat = {}\n", kStateFormat);
  const auto add_moment = [&text](const char* key, std::int64_t time) {
    text += time == 0 ? "" : fmt::format("{} = {}\n", key, moment_text(time));
  };
  for (const auto& [id, entry] : triage.entries()) {
    text += fmt::format("\n[[group]]\nid = {}\n", quoted_text(id));
    add_moment("known", entry.known);
    if (entry.decision != TriageEntry::Decision::none) {
      add_moment(entry.decision == TriageEntry::Decision::muted ? "muted" : "resolved", entry.decided);
    }
    text += entry.version.empty() ? "" : fmt::format("in = {}\n", quoted_text(entry.version));
    add_moment("until", entry.until);
    text += entry.most == 0 ? "" : fmt::format("until-count = {}\n", entry.most);
    add_moment("back", entry.back);
  }
  return text;
}

}  // namespace cel
