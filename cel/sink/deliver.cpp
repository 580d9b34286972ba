// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/deliver.h"

namespace cel {

Delivery deliver(const EncodedReport& report, const std::vector<std::unique_ptr<Sink>>& sinks,
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
  const auto try_first = [&](Sink& sink, const Deadline& until) {
    if (const Result<void> open = sink.open(until); !open) {
      delivery.failures.push_back(sink.name() + ": " + open.error());
      return false;
    }
    delivery.outcome = Delivery::Outcome::not_written;
    opened.push_back(&sink);
    return try_sink(sink, until);
  };
  std::vector<Sink*> last_resorts;
  for (const auto& sink : sinks) {
    if (sink->is_last_resort()) {
      last_resorts.push_back(sink.get());
    } else if (try_first(*sink, deadline.part(0.5))) {
      return delivery;
    }
  }
  std::size_t left = opened.size() + last_resorts.size();
  for (Sink* sink : std::vector<Sink*>(opened)) {
    if (!deadline.passed() && try_sink(*sink, deadline.part(1.0 / static_cast<double>(left--)))) {
      return delivery;
    }
  }
  for (Sink* sink : last_resorts) {
    if (try_first(*sink, deadline)) {
      break;
    }
  }
  return delivery;
}

}  // namespace cel
