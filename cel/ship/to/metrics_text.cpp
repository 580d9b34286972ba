// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/metrics_text.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

using Labels = std::initializer_list<std::pair<const char*, std::string_view>>;

std::string escaped_label(std::string_view value) {
  std::string escaped;
  for (const char each : one_line(value)) {
    escaped += each == '\\' ? "\\\\" : each == '"' ? "\\\"" : std::string(1, each);
  }
  return escaped;
}

class MetricsText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }

  /// An empty label is none to Prometheus.
  void sample(Labels labels, std::uint64_t value) {
    std::string inside;
    for (const auto& [label, text] : labels) {
      if (!text.empty()) {
        inside += fmt::format("{}{}=\"{}\"", inside.empty() ? "" : ",", label, escaped_label(text));
      }
    }
    text_ += inside.empty() ? fmt::format("{} {}\n", name_, value)
                            : fmt::format("{}{{{}}} {}\n", name_, inside, value);
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string_view name_;
};

void add_reports(MetricsText& text, const ReportTally& tally) {
  text.family("cel_reports_total", "counter", "Reports read since the start.");
  for (const auto& [container, counts] : tally.containers()) {
    for (const auto& [type, count] : counts.reports) {
      text.sample({{"namespace", container.name_space},
                   {"pod", container.pod},
                   {"container", container.name},
                   {"type", type}},
                  count);
    }
  }
  text.family("cel_suppressed_reports_total", "counter",
              "Reports that programs say they held back by flood control.");
  for (const auto& [container, counts] : tally.containers()) {
    text.sample({{"namespace", container.name_space}, {"pod", container.pod}, {"container", container.name}},
                counts.suppressed);
  }
  text.family("cel_groups", "gauge", "Groups seen since the start, of which 10000 are told apart.");
  text.sample({}, tally.groups());
}

/// A figure of each queue.
struct QueueFigure {
  const char* name;
  const char* type;
  const char* help;
  std::uint64_t (*value)(const QueueStatus&);
};

constexpr std::array kQueueFigures{
    QueueFigure{"cel_ship_delivered_total", "counter", "Reports that the destination acknowledged.",
                [](const QueueStatus& queue) { return queue.delivered; }},
    QueueFigure{"cel_ship_dead_letters_total", "counter", "Reports that it refused for their content.",
                [](const QueueStatus& queue) { return queue.refused; }},
    QueueFigure{"cel_ship_dropped_total", "counter", "Reports lost to it, since the spool had no room.",
                [](const QueueStatus& queue) { return queue.dropped; }},
    QueueFigure{"cel_ship_failed_attempts_total", "counter", "Attempts that are made again.",
                [](const QueueStatus& queue) { return queue.failures; }},
    QueueFigure{"cel_ship_queue_reports", "gauge", "Reports that wait for the destination.",
                [](const QueueStatus& queue) { return queue.waiting; }},
    QueueFigure{"cel_ship_lag_seconds", "gauge", "For how long the oldest of them waits.",
                [](const QueueStatus& queue) { return static_cast<std::uint64_t>(queue.lag.count()); }},
    QueueFigure{"cel_ship_destination_up", "gauge", "Whether the last attempt did not fail.",
                [](const QueueStatus& queue) { return std::uint64_t{queue.is_down ? 0U : 1U}; }},
};

}  // namespace

std::string metrics_text(const ReportTally& tally, const ShipStatus& status) {
  MetricsText text;
  text.family("cel_build_info", "gauge", "The version of cel.");
  text.sample({{"version", CEL_VERSION}}, 1);
  add_reports(text, tally);
  for (const QueueFigure& figure : kQueueFigures) {
    text.family(figure.name, figure.type, figure.help);
    for (const QueueStatus& queue : status.queues) {
      text.sample({{"destination", queue.name}, {"type", queue.type}}, figure.value(queue));
    }
  }
  text.family("cel_ship_spool_bytes", "gauge", "Disk that reports take.");
  text.sample({}, status.spool_bytes);
  text.family("cel_ship_spool_limit_bytes", "gauge", "Disk that they may take.");
  text.sample({}, status.spool_limit);
  text.family("cel_ship_reading", "gauge", "Whether logs are read; 0: see /ready.");
  text.sample({}, status.problem.empty() ? 1 : 0);
  return text.take();
}

}  // namespace cel
