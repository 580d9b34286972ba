// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/notifier.h"

#include <utility>

#include "cel/base/text.h"
#include "cel/ship/state/state_folder.h"
#include "cel/ship/to/group_notices.h"

namespace cel {
namespace {

class Notifier : public Destination {
 public:
  Notifier(std::unique_ptr<NoticeSender> sender, std::string state, NoticeRules rules)
      : sender_(std::move(sender)), state_(std::move(state)), notices_(rules), rules_(std::move(rules)) {
    if (const Result<std::string> text = state_.empty() ? std::string() : read_file(state_); text) {
      notices_.load(*text);
    }
  }

  Limits limits() const override { return {.reports = 100}; }

  Verdict deliver(std::span<const Json> reports, const Stop& stop) override {
    Verdict verdict;
    for (std::size_t index = 0; index < reports.size() && verdict.again.empty(); ++index) {
      const auto notice = notices_.notice_for(reports[index], std::chrono::system_clock::now());
      const Verdict sent = notice ? send(*notice, stop) : Verdict{};
      if (sent.outcome == Verdict::Outcome::refused) {
        verdict.refused.emplace_back(index, sent.answer);
      } else if (sent.outcome == Verdict::Outcome::down) {
        verdict.answer = sent.answer;
        verdict.retry_after = sent.retry_after;
        for (std::size_t rest = index; rest < reports.size(); ++rest) {
          verdict.again.push_back(rest);
        }
      }
    }
    while (verdict.again.empty()) {
      const auto notice = notices_.overdue(std::chrono::system_clock::now());
      if (!notice) {
        break;
      }
      if (Verdict sent = send(*notice, stop); sent.outcome == Verdict::Outcome::down) {
        verdict = reports.empty() ? std::move(sent) : std::move(verdict);
        break;
      }
    }
    return keep(std::move(verdict), reports.size());
  }

  std::string preview(const Json& report) override {
    return sender_->preview({Notice::Kind::fresh,
                             notice_excerpt(report),
                             1,
                             {notice_container(report)},
                             rules_.period,
                             rules_.rate});
  }

  std::optional<std::chrono::system_clock::time_point> due() const override { return notices_.next(); }

 private:
  Verdict send(const Notice& notice, const Stop& stop) {
    Verdict verdict = sender_->send(notice, stop);
    if (verdict.outcome != Verdict::Outcome::down) {
      notices_.told(notice, std::chrono::system_clock::now());
    }
    return verdict;
  }

  /// What was told has to be known after a crash before the reports are settled.
  Verdict keep(Verdict verdict, std::size_t reports) {
    const Result<void> kept = state_.empty() ? Result<void>() : replace_file(state_, notices_.text());
    if (!kept && reports > 0) {
      return {Verdict::Outcome::down, kept.error()};
    }
    return verdict;
  }

  std::unique_ptr<NoticeSender> sender_;
  std::string state_;
  GroupNotices notices_;
  NoticeRules rules_;
};

/// Reads `100/1h`.
Result<void> take_rate(Settings& settings, NoticeRules& rules) {
  constexpr std::uint64_t kMostOften = 1'000'000;
  rules.rate = settings.take("rate");
  std::string_view span = rules.rate;
  const auto often = whole_number(take_field(span, '/'), 1, kMostOften);
  const Result<std::chrono::milliseconds> within = time_span(span);
  if (!rules.rate.empty() && (!often || !within || within->count() == 0)) {
    return Error{settings.name + ": rate is how often in which time, such as 100/1h"};
  }
  rules.often = often.value_or(0);
  rules.often_within = within ? *within : std::chrono::milliseconds(0);
  return {};
}

}  // namespace

Result<std::unique_ptr<Destination>> notifier(Settings& settings, std::unique_ptr<NoticeSender> sender) {
  constexpr std::uint64_t kMostNewGroups = 1'000'000;
  NoticeRules rules;
  const Result<std::chrono::milliseconds> period = settings.take_time("period", rules.period);
  const Result<void> rate = take_rate(settings, rules);
  if (!period || !rate) {
    return Error{!period ? period.error() : rate.error()};
  }
  const std::string most = settings.take("new-groups", std::to_string(rules.most_new));
  const auto number = whole_number(most, 1, kMostNewGroups);
  if (!number) {
    return Error{settings.name + ": new-groups is a number from 1 on"};
  }
  rules.period = *period;
  rules.most_new = *number;
  const std::string state = settings.state.empty() ? std::string() : settings.state + ".groups";
  return std::unique_ptr<Destination>(std::make_unique<Notifier>(std::move(sender), state, std::move(rules)));
}

}  // namespace cel
