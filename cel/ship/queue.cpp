// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::chrono::minutes kSilence{1};  // between two sentences about a destination that is down
constexpr std::size_t kLongestAnswer = 2000;

std::string shown(const Settings& settings, const std::string& answer) {
  return one_line(settings.masked(answer.substr(0, kLongestAnswer)));
}

}  // namespace

Result<std::unique_ptr<Queue>> Queue::open(Settings settings, std::unique_ptr<Destination> destination,
                                           Spool& spool, const StateFolder& folder, DeadLetters& letters,
                                           Say say) {
  Result<PositionFile> file = PositionFile::open(folder.file(settings.name + ".position"));
  if (!file) {
    return Error{file.error()};
  }
  const std::optional<std::uint64_t> kept = file->number();
  const std::uint64_t position = spool.join(settings.name, kept);
  std::unique_ptr<Queue> queue(new Queue(std::move(settings), std::move(destination), spool, std::move(*file),
                                         position, letters, std::move(say)));
  queue->tell_dropped(position > kept.value_or(position) ? position - *kept : 0);
  queue->keep_position(true);
  return queue;
}

Queue::Queue(Settings settings, std::unique_ptr<Destination> destination, Spool& spool, PositionFile file,
             std::uint64_t position, DeadLetters& letters, Say say)
    : settings_(std::move(settings)),
      destination_(std::move(destination)),
      spool_(spool),
      position_file_(std::move(file)),
      reader_(spool, position),
      letters_(letters),
      say_(std::move(say)),
      most_(destination_->limits().reports) {}

void Queue::run(const Stop& stop) {
  while (!stop.aborted()) {
    if (!fill(stop)) {
      return;
    }
    attempt(stop);
    if (wait_.count() > 0) {
      if (stop.finishing()) {
        return;
      }
      stop.wait_for(wait_);
      wait_ = {};
    }
  }
}

/// Waits for something to deliver; false when nothing comes any more.
bool Queue::fill(const Stop& stop) {
  while (pending_.empty()) {
    const Destination::Limits limits = destination_->limits();
    const std::uint64_t skipped = reader_.skipped();
    Result<std::vector<SpoolReader::Line>> lines = reader_.read(limits.reports, limits.bytes);
    tell_dropped(reader_.skipped() - skipped);
    if (!lines) {
      tell_state(lines.error());
      wait_ = backoff_.next({});
      return !stop.finishing();
    }
    for (SpoolReader::Line& line : *lines) {
      std::optional<Json> report = parse_json(line.text);
      if (report && report->is_object()) {
        pending_.push_back({line.number, std::move(*report)});
      } else {
        say_(settings_.name + ": passed over a line of the spool that is damaged");
      }
    }
    const auto due = destination_->due();
    if (!pending_.empty() || (due && *due <= Spool::Clock::now())) {
      return true;
    }
    keep_position(true);
    if (stop.finishing() && lines->empty()) {
      return false;
    }
    spool_.wait_for(reader_.number(), due);
  }
  return true;
}

QueueStatus Queue::status() const {
  QueueStatus status{.name = settings_.name, .type = settings_.type};
  const std::uint64_t position = counts_.position;
  const std::uint64_t end = spool_.end();
  status.waiting = end - std::min(position, end);
  status.delivered = counts_.delivered;
  status.refused = counts_.refused;
  status.dropped = counts_.dropped;
  status.failures = counts_.failures;
  status.is_down = counts_.down;
  status.lag = status.waiting > 0 ? spool_.age_of(position) : std::chrono::seconds(0);
  return status;
}

void Queue::attempt(const Stop& stop) {
  const std::size_t tried = std::min(most_, pending_.size());
  std::vector<Json> reports;
  reports.reserve(tried);
  for (std::size_t at = 0; at < tried; ++at) {
    reports.push_back(std::move(pending_[at].report));
  }
  Verdict verdict = destination_->deliver(reports, stop);
  for (std::size_t at = 0; at < tried; ++at) {
    pending_[at].report = std::move(reports[at]);
  }
  if (verdict.outcome == Verdict::Outcome::down && stop.aborted()) {
    return;
  }
  take(std::move(verdict), tried);
  keep_position(false);
}

void Queue::take(Verdict verdict, std::size_t tried) {
  if (verdict.outcome == Verdict::Outcome::refused && tried > 1) {
    most_ = tried / 2;
    return;
  }
  if (verdict.outcome == Verdict::Outcome::refused) {
    verdict.refused = {{0, verdict.answer}};
  }
  if (verdict.outcome != Verdict::Outcome::down) {
    settle(verdict, tried);
  }
  if (verdict.outcome == Verdict::Outcome::down || !verdict.again.empty()) {
    ++counts_.failures;
    wait_ = backoff_.next(verdict.retry_after);
    tell_state(verdict.answer);
  } else {
    backoff_.reset();
    tell_state({});
  }
}

/// Takes away what was tried, but for what is to be sent again.
void Queue::settle(Verdict& verdict, std::size_t tried) {
  for (const auto& [index, answer] : verdict.refused) {
    if (const Result<void> added = bury(pending_[index].report, answer); !added) {
      verdict.answer = added.error();
      verdict.again.push_back(index);
    }
  }
  std::sort(verdict.again.begin(), verdict.again.end());
  std::deque<Pending> rest;
  for (const std::size_t index : verdict.again) {
    rest.push_back(std::move(pending_[index]));
  }
  counts_.delivered += tried - std::min(tried, verdict.again.size() + verdict.refused.size());
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(tried));
  pending_.insert(pending_.begin(), std::make_move_iterator(rest.begin()),
                  std::make_move_iterator(rest.end()));
  most_ = std::min(most_ * 2, destination_->limits().reports);
}

/// Puts a report into the dead letters.
Result<void> Queue::bury(const Json& report, const std::string& answer) {
  const std::string words = shown(settings_, answer);
  if (Result<void> added = letters_.add(settings_.name, words, report); !added) {
    return added;
  }
  ++counts_.refused;
  say_(fmt::format("{}: refused report {}, which is in the dead letters now: {}", settings_.name,
                   string_at(report, "id").value_or(""), words));
  return {};
}

void Queue::keep_position(bool now) {
  const std::uint64_t position = pending_.empty() ? reader_.number() : pending_.front().number;
  if (const Result<void> kept = position_file_.write(position, now); !kept) {
    say_(kept.error());
  }
  if (counts_.position.exchange(position) != position) {
    spool_.settle(settings_.name, position);
  }
}

void Queue::tell_dropped(std::uint64_t count) {
  if (count > 0) {
    counts_.dropped += count;
    say_(fmt::format(
        "{}: reports dropped, since the spool had no room for them: {}; give it more by --spool-size",
        settings_.name, count));
  }
}

/// Says what is wrong, once a minute, and when it is not any more: then `answer` is empty.
void Queue::tell_state(const std::string& answer) {
  const bool was_down = counts_.down.exchange(!answer.empty());
  const auto now = std::chrono::steady_clock::now();
  if (answer.empty() && was_down && told_ != std::chrono::steady_clock::time_point{}) {
    say_(settings_.name + ": delivers again");
    told_ = {};
  } else if (!answer.empty() &&
             (told_ == std::chrono::steady_clock::time_point{} || now - told_ > kSilence)) {
    say_(fmt::format("{}: not delivered, tries again, reports that wait: {}: {}", settings_.name,
                     spool_.end() - counts_.position, shown(settings_, answer)));
    told_ = now;
  }
}

}  // namespace cel
