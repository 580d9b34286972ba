// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/html/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>

#include "cel/reader/output/moment.h"

namespace cel::html {
namespace {

using Bins = std::vector<std::uint64_t>;

struct Size {
  std::size_t bin;     // units that a bar and its gap take
  std::size_t gap;     // between two bars
  std::size_t height;  // of the highest bar
};

constexpr Size kChart{20, 3, 120};
constexpr Size kSparkline{3, 1, 24};
constexpr std::size_t kFewestBins = 12;  // fewer would be columns, not a chart

std::string number(std::size_t value) { return std::to_string(value); }

/// A bar for every bin that counted something, at least two units high so that one is seen beside thousands.
void write_bars(Markup& page, const Bins& bins, const Size& size, const std::vector<std::string>& titles) {
  const std::uint64_t most = std::max<std::uint64_t>(1, *std::max_element(bins.begin(), bins.end()));
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i] == 0) {
      continue;
    }
    const double share = static_cast<double>(bins[i]) / static_cast<double>(most);
    const auto height =
        std::max<std::size_t>(2, static_cast<std::size_t>(share * static_cast<double>(size.height)));
    page.open("rect", {{"x", number(i * size.bin)},
                       {"y", number(size.height - height)},
                       {"width", number(size.bin - size.gap)},
                       {"height", number(height)}});
    if (!titles.empty()) {
      page.element("title", "", titles[i]);
    }
    page.close();
  }
}

std::string view_box(const Bins& bins, const Size& size) {
  return fmt::format("0 0 {} {}", size.bin * bins.size() - size.gap, size.height);
}

std::string reports(std::uint64_t count) { return fmt::format("{} report{}", count, count == 1 ? "" : "s"); }

std::string in_words(const Timeline& timeline) {
  const std::uint64_t all = std::accumulate(timeline.bins.begin(), timeline.bins.end(), std::uint64_t{0});
  const auto most = std::max_element(timeline.bins.begin(), timeline.bins.end());
  return fmt::format("{} between {} and {}; most of them, {}, within {} from {} on.", reports(all),
                     local_time(timeline.start), local_time(timeline.time_of(timeline.bins.size())), *most,
                     span_text(timeline.width),
                     local_time(timeline.time_of(static_cast<std::size_t>(most - timeline.bins.begin()))));
}

void write_axis(Markup& page, const Timeline& timeline) {
  constexpr std::size_t kLabels = 5;
  const std::size_t bins = timeline.bins.size();
  page.open("div", {{"class", "axis"}, {"aria-hidden", "true"}});
  for (std::size_t i = 0; i < kLabels; ++i) {
    const std::int64_t time = timeline.start + timeline.width * static_cast<std::int64_t>(bins) *
                                                   static_cast<std::int64_t>(i) / (std::int64_t{kLabels} - 1);
    page.element("span", "", axis_time(time, timeline.width * static_cast<std::int64_t>(bins)));
  }
  page.close();
}

Bins last_bins(const Histogram& histogram, std::size_t count) {
  const auto bins = histogram.bins();
  return {bins.end() - static_cast<std::ptrdiff_t>(count), bins.end()};
}

}  // namespace

Timeline timeline_of(const std::vector<Group>& groups) {
  Timeline timeline;
  timeline.bins.resize(Histogram::kBins);
  std::int64_t end = 0;
  for (const Group& group : groups) {
    const auto bins = group.histogram.bins();
    std::transform(bins.begin(), bins.end(), timeline.bins.begin(), timeline.bins.begin(), std::plus<>());
    timeline.width = group.histogram.width();
    end = group.histogram.end();
  }
  const auto first = std::find_if(timeline.bins.begin(), timeline.bins.end() - kFewestBins,
                                  [](std::uint64_t count) { return count > 0; });
  timeline.bins.erase(timeline.bins.begin(), first);
  timeline.start = end - timeline.width * std::ssize(timeline.bins);
  return timeline;
}

void write_timeline(Markup& page, const Timeline& timeline) {
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < timeline.bins.size(); ++i) {
    titles.push_back(fmt::format("{}: {}", local_time(timeline.time_of(i)), reports(timeline.bins[i])));
  }
  const std::uint64_t most = *std::max_element(timeline.bins.begin(), timeline.bins.end());
  page.open("figure", {{"class", "timeline"}});
  page.element(
      "figcaption", "",
      fmt::format("Reports over time: a bar is {}, the highest {}", span_text(timeline.width), most));
  page.open("svg", {{"viewBox", view_box(timeline.bins, kChart)},
                    {"preserveAspectRatio", "none"},
                    {"role", "img"},
                    {"aria-label", in_words(timeline)}});
  write_bars(page, timeline.bins, kChart, titles);
  page.close();
  write_axis(page, timeline);
  page.close();
}

void write_sparkline(Markup& page, const Histogram& histogram, const Timeline& timeline) {
  const Bins bins = last_bins(histogram, timeline.bins.size());
  page.open("svg", {{"class", "sparkline"},
                    {"viewBox", view_box(bins, kSparkline)},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}});
  write_bars(page, bins, kSparkline, {});
  page.close();
}

}  // namespace cel::html
