// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/json_report.h"

#include "cel/reader/output/moment.h"
#include "cel/report/names.h"
#include "cel/report/summary.h"

namespace cel {

Json json_of(const Container& container) {
  Json object = Json::object();
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) {
      object[key] = value;
    }
  };
  add("engine", container.engine);
  add("id", container.id);
  add("name", container.name);
  add("image", container.image);
  add("pod", container.pod);
  add("namespace", container.space);
  add("unit", container.unit);
  add("user", container.user);
  add("user_name", user_name(container));
  add("host", container.host);
  add("log", container.log);
  return object;
}

namespace {

void add_summary(Json& object, const Summary& summary) {
  object["type"] = summary.type;
  object["where"] = summary.where;
  object["what"] = summary.what;
}

void add_names(Json& object, const std::string& name, const std::string& part) {
  if (!name.empty()) {
    object["group_name"] = name;
  }
  if (!part.empty()) {
    object["group_part"] = part;
  }
}

const char* name_of(Rejoined::State state) {
  switch (state) {
    case Rejoined::State::whole:
      return "whole";
    case Rejoined::State::incomplete:
      return "incomplete";
    case Rejoined::State::oversized:
      return "oversized";
    case Rejoined::State::damaged:
      break;
  }
  return "damaged";
}

}  // namespace

Json json_of(const Report& report, const GroupId& group) {
  Json object{{"id", report.id}, {"time", utc_time(report.time)}, {"time_us", report.time}};
  object["container"] = json_of(*report.container);
  add_summary(object, summary_of(report.record));
  object["fingerprint"] = group.id;
  if (group.id != group.error) {
    object["error_fingerprint"] = group.error;
  }
  add_names(object, group.name, group.part);
  object["state"] = name_of(report.state);
  object["parts"] = report.parts;
  object["parts_present"] = report.parts_present;
  object["record"] = report.record;
  return object;
}

Json json_of(const Group& group, std::string_view status) {
  Json object{{"fingerprint", group.fingerprint},
              {"count", group.count},
              {"suppressed", group.suppressed},
              {"first", utc_time(group.first)},
              {"first_us", group.first},
              {"last", utc_time(group.last)},
              {"last_us", group.last},
              {"containers", group.containers}};
  object["more_containers"] = group.more_containers;
  add_names(object, group.name, group.part);
  object["status"] = status;
  add_summary(object, group.summary);
  object["newest"] = group.newest_id;
  object["representative"] = group.representative_id;
  object["histogram"] = {{"end_us", group.histogram.end()},
                         {"bin_us", group.histogram.width()},
                         {"counts", group.histogram.bins()}};
  return object;
}

Json json_of(const LogGap& gap) {
  return Json{{"gap",
               {{"container", json_of(*gap.container)},
                {"after", utc_time(gap.after)},
                {"after_us", gap.after},
                {"before", utc_time(gap.before)},
                {"before_us", gap.before},
                {"why", gap.why}}}};
}

std::string gap_sentence(const LogGap& gap, std::uint64_t number) {
  const auto when = [](const char* word, std::int64_t time) {
    return time == 0 ? std::string() : std::string(word) + utc_time(time);
  };
  const std::string span = when(" after ", gap.after) + when(" and before ", gap.before);
  return "gap " + std::to_string(number) + ": what " + gap.container->log + " held" + span +
         " was not read: " + gap.why;
}

std::string json_text(const Json& value, JsonForm form) {
  constexpr int kIndent = 2;
  if (form == JsonForm::lines) {
    return to_line(value) + '\n';
  }
  return value.dump(kIndent, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace cel
