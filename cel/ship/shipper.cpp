// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/shipper.h"

#include <utility>

#include "cel/ship/to/destinations.h"

namespace cel {

Result<std::unique_ptr<Shipper>> Shipper::open(const StateFolder& folder, std::uint64_t spool_size,
                                               std::vector<Settings> destinations, const Queue::Say& say) {
  Result<std::unique_ptr<Spool>> spool = Spool::open(folder.file("spool"), spool_size);
  if (!spool) {
    return Error{spool.error()};
  }
  std::unique_ptr<Shipper> shipper(new Shipper(std::move(*spool), folder.file("dead-letters.jsonl")));
  for (Settings& settings : destinations) {
    settings.state = folder.file(settings.name);
    Result<std::unique_ptr<Destination>> destination = make_destination(settings);
    if (!destination) {
      return Error{destination.error()};
    }
    Result<std::unique_ptr<Queue>> queue = Queue::open(std::move(settings), std::move(*destination),
                                                       *shipper->spool_, folder, shipper->letters_, say);
    if (!queue) {
      return Error{queue.error()};
    }
    shipper->queues_.push_back(std::move(*queue));
  }
  for (const auto& queue : shipper->queues_) {
    shipper->threads_.push_back(std::async(
        std::launch::async, [queue = queue.get(), &stop = shipper->stop_]() noexcept { queue->run(stop); }));
  }
  return shipper;
}

void Shipper::finish(std::chrono::milliseconds grace) {
  stop_.finish();
  spool_->close();
  const auto end = std::chrono::steady_clock::now() + grace;
  for (const std::future<void>& thread : threads_) {
    thread.wait_until(end);
  }
  stop_.abort();
  threads_.clear();  // waits for each
}

}  // namespace cel
