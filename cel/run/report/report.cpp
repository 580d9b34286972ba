// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/report.h"

#include <sys/mman.h>
#include <sys/utsname.h>

#include <cstdlib>
#include <new>
#include <utility>

#include "cel/base/text.h"
#include "cel/record/bound.h"
#include "cel/run/process/say.h"
#include "cel/run/report/ending_record.h"
#include "cel/sink/announce.h"
#include "cel/sink/deliver.h"
#include "cel/sink/order.h"

namespace cel {
namespace {

constexpr double kMadeBy = 0.4;  // of the time: a report that is not made at half of it is made anew
constexpr std::size_t kMaxRecord = 1U << 20U;

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value != nullptr ? value : "";
}

SinkChoice sink_choice(bool is_init) {
  SinkChoice choice{variable("CEL_SINK"), variable("CEL_SOCKET"), variable("CEL_SPOOL")};
  if (is_init && (choice.named.empty() || choice.named == "auto")) {
    choice.named = "fd:1";
  }
  return choice;
}

Origin origin_of(const ReportOrder& order) {
  Origin origin;
  utsname host{};
  if (uname(&host) == 0) {
    origin.hostname = valid_utf8(static_cast<const char*>(host.nodename));
  }
  origin.time = order.time;
  origin.id = order.id;
  return origin;
}

}  // namespace

void Unmap::operator()(ReportProgress* progress) const { munmap(progress, sizeof *progress); }

SharedProgress shared_progress() {
  void* memory =
      mmap(nullptr, sizeof(ReportProgress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return SharedProgress(memory == MAP_FAILED ? nullptr : new (memory) ReportProgress);  // NOLINT
}

bool report_ending(const ReportOrder& order, const Deadline& end, ReportProgress& progress) {
  const Deadline making = end.part(kMadeBy);
  RawReport raw;
  raw.object =
      record_of_ending(order.ending, order.command.arguments, Redactor(order.command.environment), &making);
  const EncodedReport report = encoded_report(std::move(raw), origin_of(order), kMaxRecord, {}, &making);
  progress.made = true;
  const bool is_init = order.launcher == 1;
  const Delivery delivery = deliver(report, sinks_in_order(sink_choice(is_init)), end);
  progress.delivered = delivery.outcome == Delivery::Outcome::delivered;
  if (progress.delivered && !is_init) {
    announce_death(order.launcher);  // to a cel-run that runs this one
  }
  return progress.delivered;
}

void say_lost(const ReportOrder& order) {
  say(reason_of(order.ending, order.command.arguments) +
      "; the report of it is lost: no way to the log took it");
}

}  // namespace cel
