// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/reading.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "cel/reader/commands/commands.h"

namespace cel {
namespace {

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return count == 0 ? std::string() : fmt::format("{} {}, ", count, count == 1 ? one : many);
}

/// What was met that is no whole report, in one line; empty when all was well.
std::string damage(const ReportCounts& reports, const SourceCounts& lines) {
  std::string text =
      counted(reports.incomplete, "report with parts missing", "reports with parts missing") +
      counted(reports.orphaned, "part without its report", "parts without their report") +
      counted(reports.torn, "line with the tag, but no report", "lines with the tag, but no report") +
      counted(lines.malformed, "malformed line", "malformed lines") +
      counted(reports.oversized, "report too large to be shown whole",
              "reports too large to be shown whole") +
      counted(lines.lost, "line that there was no room for", "lines that there was no room for") +
      counted(lines.overlong, "line too long to be a report", "lines too long to be a report");
  if (!text.empty()) {
    text.resize(text.size() - 2);
  }
  return text;
}

std::vector<std::unique_ptr<Source>> sources_of(std::vector<OpenedPlace> places,
                                                std::vector<std::string>& problems) {
  std::vector<std::unique_ptr<Source>> sources;
  for (OpenedPlace& place : places) {
    std::move(place.logs.begin(), place.logs.end(), std::back_inserter(sources));
    if (!place.problem.empty()) {
      problems.push_back(std::move(place.problem));
    }
  }
  return sources;
}

/// Where was looked, what was there, and what a word may have been meant to be, as a sentence.
std::string why_nothing(const Options& options, std::uint64_t others) {
  const std::vector<std::string> names = place_names(options.places);
  const std::string where =
      names.empty() ? "there is no log" : fmt::format("looked at: {}", fmt::join(names, ", "));
  if (others == 0) {
    return fmt::format("no reports found ({}); cel doctor tells which logs there are", where);
  }
  std::string text = fmt::format("no report matches, of {} that were read ({})", others, where);
  for (const std::string& word : options.match.words()) {
    if (const std::string command = command_like(word); !command.empty()) {
      text += fmt::format("; did you mean the command {}?", command);
    }
  }
  return text;
}

}  // namespace

Reading::Reading(const Options& options)
    : options_(options),
      reports_(sources_of(open_places(options.places, options.wanted), problems_), options.wanted,
               options.match),
      progress_(0, !options.quiet && options.json == JsonForm::none && isatty(STDERR_FILENO) == 1) {}

bool Reading::next(Report& report) {
  const bool more = reports_.next(report);
  if (progress_.due()) {  // counting takes a look at each log, of which there may be thousands
    progress_.draw(reports_.source_counts().bytes, reports_.report_counts().reports);
  }
  return more;
}

int Reading::conclude(Output& output, std::uint64_t found) {
  clear_progress();
  const Result<void> written = output.finish();
  if (!written) {
    say(written.error());
  }
  std::vector<std::string> problems = problems_;
  problems.insert(problems.end(), reports_.problems().begin(), reports_.problems().end());
  for (const std::string& problem : problems) {
    say(problem);
  }
  if (const std::string text = damage(reports_.report_counts(), reports_.source_counts());
      !text.empty() && !options_.quiet) {
    say("also found: " + text);
  }
  if (found != 0) {
    return written ? kFound : kNotFound;
  }
  const std::uint64_t others = reports_.report_counts().reports;
  if (!options_.quiet && (problems.empty() || others != 0)) {
    say(why_nothing(options_, others));
  }
  return kNotFound;
}

}  // namespace cel
