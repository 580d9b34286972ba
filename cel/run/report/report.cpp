// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/report.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "cel/base/text.h"
#include "cel/record/bound.h"
#include "cel/run/process/say.h"
#include "cel/run/report/ending_record.h"
#include "cel/sink/announce.h"
#include "cel/sink/deliver.h"
#include "cel/sink/order.h"

namespace cel {
namespace {

constexpr auto kTimeout = std::chrono::seconds(5);  // the logger's
constexpr std::size_t kMaxRecord = 1U << 20U;

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value != nullptr ? value : "";
}

SinkChoice sink_choice() {
  SinkChoice choice{variable("CEL_SINK"), variable("CEL_SOCKET"), variable("CEL_SPOOL")};
  if (getpid() == 1 && (choice.named.empty() || choice.named == "auto")) {
    choice.named = "fd:1";
  }
  return choice;
}

}  // namespace

void report_ending(const Ending& ending, const Command& command) {
  Origin origin;
  utsname host{};
  if (uname(&host) == 0) {
    origin.hostname = valid_utf8(static_cast<const char*>(host.nodename));
  }
  origin.time = unix_time();
  RawReport raw;
  raw.object = record_of_ending(ending, command.arguments, Redactor(command.environment));
  const FramedReport report = framed_report(std::move(raw), origin, kMaxRecord, {});
  const Delivery delivery = deliver(report, sinks_in_order(sink_choice()), Deadline::after(kTimeout));
  if (delivery.outcome == Delivery::Outcome::delivered) {
    announce_death(getpid());  // to a cel-run that runs this one
  } else {
    say(std::string(*string_at(report.record, "reason")) +
        "; the report of it is lost: no way to the log took it");
  }
}

}  // namespace cel
