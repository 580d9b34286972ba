// SPDX-License-Identifier: Apache-2.0
//
// cel doctor: would a report from here arrive, and where are reports?

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "cel/reader/commands/commands.h"
#include "cel/reader/doctor/doctor.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/moment.h"
#include "cel/reader/output/output.h"
#include "cel/reader/output/printable.h"
#include "cel/source/engines/docker_init.h"

namespace cel {
namespace {

struct DoctorChoice {
  bool send_test = false;
  std::string expect;  ///< an id; empty: none
  double wait = 0;     ///< seconds
};

struct Findings {
  std::vector<SinkState> sinks;
  std::vector<LogState> logs;
  std::optional<DockerInit> init;  ///< of Docker, where it is
};

/// Whether Docker's init reports abnormal ends, and what to do if it does not.
std::string text_of(const DockerInit& init) {
  if (!init.is_cel_run) {
    return init.path + " reports no end: cel-run --save makes one that does";
  }
  return init.for_all ? init.path + " is cel-run, for every container"
                      : init.path +
                            " is cel-run, but only for containers that are started with --init: "
                            "set \"init\": true in daemon.json";
}

Json json_of(const Findings& findings) {
  Json object{{"uid", getuid()}, {"sinks", Json::array()}, {"logs", Json::array()}};
  for (const SinkState& sink : findings.sinks) {
    Json entry{{"name", sink.name}, {"works", sink.works}};
    if (!sink.works) {
      entry["why_not"] = sink.why_not;
    }
    object["sinks"].push_back(std::move(entry));
  }
  for (const LogState& log : findings.logs) {
    Json entry{{"name", log.name}, {"logs", log.logs}, {"reports", log.reports}};
    if (log.newest != 0) {
      entry["newest"] = utc_time(log.newest);
    }
    if (!log.problem.empty()) {
      entry["problem"] = log.problem;
    }
    object["logs"].push_back(std::move(entry));
  }
  if (findings.init) {
    object["docker_init"] = {{"path", findings.init->path},
                             {"cel_run", findings.init->is_cel_run},
                             {"for_all", findings.init->for_all}};
  }
  return object;
}

/// A paragraph after a mark, indented below itself.
std::string entry(const Style& style, bool good, const std::string& name, const std::string& text) {
  constexpr std::size_t kIndent = 6;
  const std::string mark = good ? style.paint(Ink::strong, "  yes ") : style.paint(Ink::warning, "  no  ");
  std::string out = mark + style.paint(Ink::name, printable(name)) + '\n';
  for (const std::string& line : wrapped(printable(text), style.width - kIndent)) {
    out += line.empty() ? std::string() : std::string(kIndent, ' ') + line + '\n';
  }
  return out;
}

std::string text_of(const Findings& findings, const Style& style, std::int64_t now) {
  std::string out =
      style.paint(Ink::strong, fmt::format("Where a report of uid {} would go", getuid())) + '\n';
  bool first = true;
  for (const SinkState& sink : findings.sinks) {
    const std::string text = sink.works ? (first ? "reports go here" : "if those above fail") : sink.why_not;
    first = first && !sink.works;
    out += entry(style, sink.works, sink.name, text);
  }
  out += '\n' + style.paint(Ink::strong, "Logs that can be read here") + '\n';
  for (const LogState& log : findings.logs) {
    std::string text = fmt::format("{} log{}, {} report{}", log.logs, log.logs == 1 ? "" : "s", log.reports,
                                   log.reports == 1 ? "" : "s");
    if (log.newest != 0) {
      text += ", the newest " + span_text(now - log.newest) + " ago";
    }
    out += entry(style, log.logs != 0, log.name, log.problem.empty() ? text : text + "; " + log.problem);
  }
  if (findings.logs.empty()) {
    out += "  none: neither a journal nor an engine's log files are here\n";
  }
  if (findings.init) {
    out += '\n' + style.paint(Ink::strong, "PID 1 of Docker's containers") + '\n';
    out += entry(style, findings.init->is_cel_run && findings.init->for_all, "init", text_of(*findings.init));
  }
  return out;
}

int conclude(const Options& options, bool good, const std::string& sentence, const Json& object) {
  if (options.json != JsonForm::none) {
    (void)std::fputs(json_text(object, options.json).c_str(), stdout);
  } else if (!good) {
    say(sentence);
  } else if (!options.quiet) {
    (void)std::fprintf(stdout, "%s\n", printable(sentence).c_str());  // NOLINT(*-vararg)
  }
  return good ? kFound : kNotFound;
}

int send(const Options& options) {
  const Result<Sent> sent = send_test();
  if (!sent) {
    return conclude(options, false, sent.error(), {{"sent", false}, {"why_not", sent.error()}});
  }
  return conclude(options, true,
                  "sent " + sent->id + " to " + sent->sink + "; on the host: cel doctor --expect " + sent->id,
                  {{"sent", true}, {"id", sent->id}, {"sink", sent->sink}});
}

int expect(const Options& options, const DoctorChoice& choice) {
  const bool good = arrives(options, choice.expect, choice.wait);
  return conclude(options, good,
                  good ? choice.expect + " has arrived"
                       : fmt::format("{} did not arrive within {} seconds; see cel doctor in the container",
                                     choice.expect, choice.wait),
                  {{"id", choice.expect}, {"arrived", good}});
}

int examine(const Options& options, const DoctorChoice& choice, std::int64_t now) {
  if (choice.send_test) {
    const int status = send(options);
    return status != kFound || choice.expect.empty() ? status : expect(options, choice);
  }
  if (!choice.expect.empty()) {
    return expect(options, choice);
  }
  const Findings findings{examine_own_sinks(), examine_logs(options), docker_init(HostFiles())};
  const bool json = options.json != JsonForm::none;
  Output output(options.pager && !json);
  output.write(json ? json_text(json_of(findings), options.json) : text_of(findings, output.style(), now));
  const Result<void> written = output.finish();
  const bool works = std::any_of(findings.sinks.begin(), findings.sinks.end(),
                                 [](const SinkState& sink) { return sink.works; });
  return written && works ? kFound : kNotFound;
}

}  // namespace

Subcommand doctor_command() {
  return {"doctor", "would a report arrive, and where are reports", [](CLI::App& app) -> RunCommand {
            auto choice = std::make_shared<DoctorChoice>();
            app.add_flag("--send-test", choice->send_test, "send a report from here");
            app.add_option("--expect", choice->expect, "wait until the report of this id arrives")
                ->type_name("ID");
            app.add_option("--wait", choice->wait, "for so long")->type_name("SECONDS")->default_val(10);
            return
                [choice](const Options& options, std::int64_t now) { return examine(options, *choice, now); };
          }};
}

}  // namespace cel
