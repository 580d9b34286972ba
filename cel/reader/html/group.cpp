// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/html/group.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "cel/reader/html/trace.h"
#include "cel/reader/output/moment.h"
#include "cel/reader/output/printable.h"
#include "cel/reader/show/chain.h"
#include "cel/reader/show/facts.h"

namespace cel::html {
namespace {

constexpr std::size_t kWhatColumns = 300;
constexpr std::size_t kFactColumns = 600;
constexpr std::size_t kChips = 4;  // containers named on a group's line

void write_moment(Markup& page, Name style, const std::string& text, std::int64_t time) {
  if (time <= 0) {
    page.element("span", style, text);
    return;
  }
  page.open("time",
            {{"class", std::string(style.get())}, {"datetime", utc_time(time)}, {"title", local_time(time)}});
  page.text(text).close();
}

std::string ago(std::int64_t time, std::int64_t now) {
  if (time <= 0) {
    return "time unknown";
  }
  return now - time < 1'000'000 ? "just now" : span_text(now - time) + " ago";
}

void write_containers(Markup& page, const Group& group) {
  page.open("span", {{"class", "containers"}});
  for (std::size_t i = 0; i < std::min(kChips, group.containers.size()); ++i) {
    page.element("span", "chip", fitted(printable(group.containers[i]), 40)).text(" ");
  }
  if (group.containers.size() > kChips || group.more_containers) {
    page.element(
        "span", "faint",
        group.more_containers ? "and more" : fmt::format("and {} more", group.containers.size() - kChips));
  }
  page.close();
}

void write_line(Markup& page, const Group& group, const Timeline& timeline, std::int64_t now) {
  page.open("summary");
  page.open("span", {{"class", "count"}}).text(std::to_string(times_of(group)));
  page.element("span", "hidden", times_of(group) == 1 ? " time: " : " times: ").close();
  page.element("h2", "what", fitted(printable(titled(group)), kWhatColumns));
  page.open("span", {{"class", "sub"}});
  page.element("code", "where", fitted_end(printable(group.summary.where), 80)).text(" ");
  write_containers(page, group);
  if (!group.status.empty()) {
    page.element("span", "status", group.status);
  }
  page.close();
  write_sparkline(page, group.histogram, timeline);
  page.open("span", {{"class", "seen"}});
  write_moment(page, "last", ago(group.last, now), group.last);
  if (times_of(group) > 1 && group.last > group.first) {
    page.element("span", "faint", "over " + span_text(group.last - group.first));
  }
  page.close().close();
}

/// What the page's facts tell of the group.
Occurrences seen_of(const Group& group, const Report& report) {
  return {times_of(group), group.first,
          group.last,      {},
          group.status,    {group.fingerprint, group.name, group.part, group_of_error(report).id}};
}

void write_facts(Markup& page, const Group& group, const Report& report, std::int64_t now) {
  page.open("dl", {{"class", "facts"}});
  for (const Fact& fact : facts_of(report, seen_of(group, report), now)) {
    page.open("div", {{"class", fact.warning ? "fact warning" : "fact"}});
    page.element("dt", "", fact.label);
    page.element("dd", "", fitted(fact.value, kFactColumns)).close();
  }
  page.close();
}

void write_latest(Markup& page, const Group& group) {
  if (group.latest.size() < 2) {
    return;
  }
  page.open("table", {{"class", "latest"}});
  page.element("caption", "",
               group.count > group.latest.size()
                   ? fmt::format("The latest {} of {}", group.latest.size(), group.count)
                   : std::string("All of them"));
  page.open("thead").open("tr");
  for (const char* head : {"When", "Where", "Id"}) {
    page.open("th", {{"scope", "col"}}).text(head).close();
  }
  page.close().close().open("tbody");
  for (const Sighting& sighting : group.latest) {
    page.open("tr").open("td");
    write_moment(page, "moment", local_time(sighting.time), sighting.time);
    page.close().open("td").text(fitted(printable(sighting.container), 80)).close();
    page.open("td").element("code", "", fitted(printable(sighting.id), 40)).close().close();
  }
  page.close().close();
}

}  // namespace

void write_group(Markup& page, const Group& group, const Timeline& timeline, bool with_trace,
                 std::int64_t now) {
  page.open("article", {{"class", "group"},
                        {"data-count", std::to_string(times_of(group))},
                        {"data-first", std::to_string(group.first)},
                        {"data-last", std::to_string(group.last)}});
  page.open("details");
  write_line(page, group, timeline, now);
  page.open("div", {{"class", "body"}});
  if (with_trace && group.representative) {
    const Report report = group.representative->copy();
    write_facts(page, group, report, now);
    write_chain(page, chain_of(report.record));
  } else {
    page.open("p", {{"class", "warning"}}).text("This page is full: ");
    page.element("code", "", "cel show " + fitted(printable(group.representative_id), 40))
        .text(" shows the fullest of these reports.");
    page.close();
  }
  write_latest(page, group);
  page.close().close().close();
}

}  // namespace cel::html
