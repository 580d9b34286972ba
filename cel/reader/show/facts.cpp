// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "cel/reader/output/moment.h"
#include "cel/reader/output/printable.h"
#include "cel/reader/show/process_facts.h"
#include "cel/report/names.h"

namespace cel {
namespace {

/// Joins what there is with commas.
class Phrase {
 public:
  void add(std::string_view before, std::string_view value) {
    if (!value.empty()) {
      text_ += text_.empty() ? "" : ", ";
      text_ += before;
      text_ += printable(value);
    }
  }
  void add(std::string_view before, std::optional<std::uint64_t> number) {
    add(before, number ? std::to_string(*number) : std::string());
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string when(std::int64_t time, std::int64_t now) {
  if (time <= 0) {
    return "unknown";
  }
  constexpr std::int64_t kLongAgo =
      std::int64_t{30} * 86'400 * 1'000'000;  // a date says more than its distance
  const std::string moment = local_time(time);
  return time > now || now - time > kLongAgo ? moment
                                             : fmt::format("{} ({} ago)", moment, span_text(now - time));
}

std::string how_often(const Occurrences& seen) {
  if (seen.count <= 1) {
    return seen.count == 0 ? "" : "once, as far as was read";
  }
  return fmt::format("{} times, first {}, last {}", seen.count, local_time(seen.first),
                     local_time(seen.last));
}

/// That it was reported before, which is no further error.
std::string reported_before(const Json& record, const Occurrences& seen) {
  const auto names = record.find("reported_before");
  if (names == record.end() || !names->is_array() || names->empty()) {
    return {};
  }
  std::string text = "the same error was logged before";
  for (const std::int64_t time : seen.before) {
    text += (time == seen.before.front() ? " at " : ", ") + local_time(time);
  }
  return text;
}

std::string where(const Container& container) {
  Phrase phrase;
  phrase.add(container.engine.empty() ? "container " : container.engine + " container ", container.name);
  phrase.add(container.name.empty() ? "container " : "id ", std::string_view(container.id).substr(0, 12));
  phrase.add("image ", container.image);
  phrase.add("pod ", container.space.empty() || container.pod.empty()
                         ? container.pod
                         : container.space + '/' + container.pod);
  phrase.add("unit ", container.unit);
  phrase.add("user ", user_name(container).empty() ? container.user : user_name(container));
  phrase.add("host ", container.host);
  return phrase.take();
}

std::string claimed(const Json& record) {
  Phrase phrase;
  phrase.add("", string_at(record, "executable").value_or(""));
  phrase.add("pid ", number_at(record, "pid"));
  phrase.add("uid ", number_at(record, "uid"));
  phrase.add("host name ", string_at(record, "hostname").value_or(""));
  phrase.add("container ", string_at(record, "container").value_or(""));
  return phrase.take();
}

std::string runtime(const Json& record) {
  std::string text(string_at(record, "type").value_or(""));
  if (const auto found = record.find("runtime"); found != record.end() && found->is_object()) {
    text += text.empty() ? "" : ", ";
    text += string_at(*found, "name").value_or("");
    text += ' ';
    text += string_at(*found, "version").value_or("");
  }
  return printable(text);
}

std::string caught(const Json& record) {
  Phrase phrase;
  phrase.add("", string_at(record, "mechanism").value_or(""));
  const auto handled = record.find("handled");
  if (string_at(record, "severity") == "fatal") {
    phrase.add("", std::string_view("the program ended of it"));
  } else if (handled != record.end() && *handled == true) {
    phrase.add("", std::string_view("the program handled it and went on"));
  }
  return phrase.take();
}

std::string thread(const Json& record) {
  const auto thread = record.find("thread");
  if (thread == record.end()) {
    return {};
  }
  return printable(string_at(record, "thread")
                       .value_or(thread->is_object() ? string_at(*thread, "name").value_or("") : ""));
}

std::string group_words(const GroupId& group) {
  if (group.id == group.error) {
    return group.id;
  }
  Phrase phrase;
  phrase.add("", group.name);
  phrase.add("", group.part);
  return fmt::format("{} ({}, by a rule; the error is {})", group.id, phrase.take(), group.error);
}

std::string missing(const Report& report) {
  switch (report.state) {
    case Rejoined::State::whole:
      return {};
    case Rejoined::State::incomplete:
      return fmt::format("{} of its {} parts are not in the log; this is what its first line holds",
                         report.parts - std::min(report.parts, report.parts_present), report.parts);
    case Rejoined::State::damaged:
      return "its parts do not make up what its first line says; this is what that line holds";
    case Rejoined::State::oversized:
      return "it is larger than is read (4 MiB, 100,000 values); this is its beginning";
  }
  return {};
}

}  // namespace

std::string headline_of(const Report& report) {
  for (const char* key : {"reason", "type"}) {
    const std::string_view text = string_at(report.record, key).value_or("");
    if (!text.empty()) {
      return printable(text.substr(0, text.find('\n')));
    }
  }
  return "(a report without a reason)";
}

std::vector<Fact> facts_of(const Report& report, const Occurrences& occurrences, std::int64_t now) {
  std::vector<Fact> facts;
  const auto add = [&facts](const char* label, std::string value, bool warning = false) {
    if (!value.empty()) {
      facts.push_back({label, std::move(value), warning});
    }
  };
  const auto suppressed = number_at(report.record, "suppressed").value_or(0);
  add("Missing", missing(report), true);
  add("When", when(report.time, now));
  add("Seen", how_often(occurrences));
  add("Reported", reported_before(report.record, occurrences));
  if (suppressed > 0) {
    add("Held back", fmt::format("{} more like it, by a limit within the program", suppressed), true);
  }
  add("Where", where(*report.container));
  add("Log", printable(report.container->log));
  add("Claims", claimed(report.record));
  add("Runtime", runtime(report.record));
  add("Thread", thread(report.record));
  add("Caught by", caught(report.record));
  for (Fact& fact : process_facts(report.record)) {
    facts.push_back(std::move(fact));
  }
  add("Id", printable(report.id));
  add("Group", group_words(occurrences.group.id.empty() ? group_of_error(report) : occurrences.group));
  add("Status", printable(occurrences.status));
  return facts;
}

}  // namespace cel
