// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/html/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cel/base/sha256.h"
#include "cel/reader/html/assets.h"
#include "cel/reader/html/group.h"
#include "cel/reader/html/markup.h"
#include "cel/reader/html/timeline.h"
#include "cel/reader/output/moment.h"
#include "cel/wire/base64.h"

namespace cel::html {
namespace {

/// A source of CSP (level 3, 2.3.1): what has this hash may run or apply.
std::string hash_source(std::string_view code) {
  const auto digest = sha256(code);
  return "'sha256-" + base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}) + "'";
}

void write_head(Markup& page) {
  page.open("head");
  page.empty("meta", {{"charset", "utf-8"}});
  page.empty("meta",
             {{"http-equiv", "Content-Security-Policy"},
              {"content", fmt::format("default-src 'none'; style-src {}; script-src {}; img-src data:; "
                                      "base-uri 'none'; form-action 'none'",
                                      hash_source(kPageCss), hash_source(kPageJs))}});
  page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  page.empty("link", {{"rel", "icon"}, {"href", "data:,"}});  // else a browser asks the server for one
  page.element("title", "", "Exceptions in containers");
  page.code("style", kPageCss);
  page.close();
}

void write_number(Markup& page, std::uint64_t value, const char* one, const char* several) {
  page.open("p", {{"class", "number"}}).element("strong", "", std::to_string(value));
  page.text(std::string(" ") + (value == 1 ? one : several)).close();
}

void write_overview(Markup& page, const PageInput& input) {
  std::uint64_t reports = input.ungrouped;
  std::set<std::string> containers;
  bool more = false;
  for (const Group& group : input.groups) {
    reports += group.count;
    containers.insert(group.containers.begin(), group.containers.end());
    more = more || group.more_containers;
  }
  page.open("header").open("div", {{"class", "title"}});
  page.element("h1", "", "Exceptions in containers");
  page.open("button", {{"type", "button"}, {"id", "theme"}, {"hidden", "hidden"}}).text("Dark theme").close();
  page.close().open("div", {{"class", "numbers"}});
  write_number(page, reports, "report", "reports");
  write_number(page, input.groups.size(), "distinct error", "distinct errors");
  write_number(page, containers.size(), more ? "container or more" : "container",
               more ? "containers or more" : "containers");
  page.close();
  page.element("p", "faint", "As of " + local_time(input.now));
  page.close();
}

void write_controls(Markup& page) {
  page.open("form", {{"id", "controls"}, {"role", "search"}, {"hidden", "hidden"}});
  page.open("label", {{"for", "search"}}).text("Search").close();
  page.empty("input", {{"type", "search"},
                       {"id", "search"},
                       {"placeholder", "type, message, file, container, variable …"},
                       {"autocomplete", "off"},
                       {"spellcheck", "false"},
                       {"aria-keyshortcuts", "/"}});
  page.open("label", {{"for", "sort"}}).text("Sort by").close();
  page.open("select", {{"id", "sort"}});
  page.open("option", {{"value", "last"}}).text("last seen").close();
  page.open("option", {{"value", "count"}}).text("how often").close();
  page.open("option", {{"value", "first"}}).text("newly seen").close();
  page.close();
  page.open("output", {{"id", "found"}, {"for", "search"}}).close();
  page.close();
}

void write_left_out(Markup& page, const PageInput& input, std::size_t shown, std::size_t traces) {
  std::vector<std::string> sentences;
  if (shown < input.groups.size()) {
    sentences.push_back(fmt::format(
        "{} more errors, not seen as lately, are left out of this page: cel groups lists them all.",
        input.groups.size() - shown));
  }
  if (traces < shown) {
    sentences.push_back(
        fmt::format("{} of the errors stand here without their newest report.", shown - traces));
  }
  if (input.ungrouped > 0) {
    sentences.push_back(fmt::format("{} reports of still other errors were only counted.", input.ungrouped));
  }
  for (const std::string& sentence : sentences) {
    page.element("p", "warning", sentence);
  }
}

}  // namespace

std::string page_of(const PageInput& input) {
  Markup page;
  page.open("html", {{"lang", "en"}});
  write_head(page);
  page.open("body");
  write_overview(page, input);
  page.open("main");
  const Timeline timeline = timeline_of(input.groups);
  if (input.groups.empty()) {
    page.element("p", "empty", "No reports were found.");
  } else {
    write_timeline(page, timeline);
    write_controls(page);
  }
  const std::size_t shown = std::min(kPageGroups, input.groups.size());
  std::size_t traces = 0;
  page.open("div", {{"id", "groups"}});
  for (std::size_t i = 0; i < shown; ++i) {
    const bool room = input.groups[i].representative && page.size() < kPageBytes;
    traces += room ? 1 : 0;
    write_group(page, input.groups[i], timeline, room, input.now);
  }
  page.close();
  page.open("p", {{"id", "none"}, {"class", "empty"}, {"hidden", "hidden"}}).text("Nothing matches.").close();
  write_left_out(page, input, shown, traces);
  page.close();
  page.open("footer").text("Written by ").element("code", "", "cel report");
  page.text(". Names of containers are the host's word; what a report claims of itself is marked so.")
      .close();
  page.code("script", kPageJs);
  return "<!DOCTYPE html>\n" + page.take();
}

}  // namespace cel::html
