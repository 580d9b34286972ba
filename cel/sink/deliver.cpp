// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/deliver.h"

namespace cel {

Delivery deliver(const FramedReport& report, const std::vector<std::unique_ptr<Sink>>& sinks,
                 const Deadline& deadline) {
  Delivery delivery;
  std::vector<Sink*> opened;
  const auto try_sink = [&](Sink& sink, const Deadline& until) {
    if (const Result<void> done = sink.deliver(report, until); !done) {
      delivery.failures.push_back(sink.name() + ": " + done.error());
      return false;
    }
    delivery.outcome = Delivery::Outcome::delivered;
    delivery.sink = sink.name();
    return true;
  };
  for (const auto& sink : sinks) {
    const Deadline half = deadline.part(0.5);
    if (const Result<void> open = sink->open(half); !open) {
      delivery.failures.push_back(sink->name() + ": " + open.error());
      continue;
    }
    delivery.outcome = Delivery::Outcome::not_written;
    opened.push_back(sink.get());
    if (try_sink(*sink, half)) {
      return delivery;
    }
  }
  for (Sink* sink : opened) {
    if (!deadline.passed() && try_sink(*sink, deadline)) {
      break;
    }
  }
  return delivery;
}

}  // namespace cel
