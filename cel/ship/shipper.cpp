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
    if ((*destination)->observer() != nullptr) {
      shipper->observers_.push_back(std::move(*destination));
      continue;
    }
    Result<std::unique_ptr<Queue>> queue = Queue::open(std::move(settings), std::move(*destination),
                                                       *shipper->spool_, folder, shipper->letters_, say);
    if (!queue) {
      return Error{queue.error()};
    }
    shipper->queues_.push_back(std::move(*queue));
  }
  for (const auto& observer : shipper->observers_) {
    const Result<void> opened =
        observer->observer()->open([shipper = shipper.get()] { return shipper->status(); });
    if (!opened) {
      return Error{opened.error()};
    }
  }
  for (const auto& queue : shipper->queues_) {
    shipper->threads_.push_back(std::async(
        std::launch::async, [queue = queue.get(), &stop = shipper->stop_]() noexcept { queue->run(stop); }));
  }
  return shipper;
}

Spool::Added Shipper::add(const Json& report) {
  const Spool::Added added = queues_.empty() ? Spool::Added::added : spool_->append(to_line(report));
  if (added == Spool::Added::added) {
    for (const auto& observer : observers_) {
      (void)observer->deliver(std::span(&report, 1), stop_);
    }
  }
  return added;
}

void Shipper::set_problem(const std::string& problem) {
  const std::lock_guard lock(problem_mutex_);
  problem_ = problem;
}

ShipStatus Shipper::status() const {
  ShipStatus status;
  for (const auto& queue : queues_) {
    status.queues.push_back(queue->status());
  }
  status.spool_bytes = spool_->bytes();
  status.spool_limit = spool_->limit();
  const std::lock_guard lock(problem_mutex_);
  status.problem = problem_;
  return status;
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
