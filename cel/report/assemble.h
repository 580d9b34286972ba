// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "cel/source/source.h"
#include "cel/wire/rejoin.h"

namespace cel {

/// What became of the lines that were read, for the summary on stderr.
struct ReportCounts {
  std::uint64_t reports = 0;
  std::uint64_t incomplete = 0;  ///< of these, shown from their head, since parts are missing or damaged
  std::uint64_t torn = 0;        ///< lines with the tag, but no record after it
  std::uint64_t orphaned = 0;    ///< parts whose head is missing
  std::uint64_t oversized = 0;  ///< of the reports, shown from their head, since they are larger than is read
};

/// Assembles the lines of one log, which is read or followed, into reports. Parts of one container never
/// complete another container's report. What waits for parts is bounded: for each container, for each log by
/// the number of containers, and for all logs of the process together by bytes. The container
/// that makes most of it wait, waits least.
class Assembler {
 public:
  /// Gets each report as soon as its last part was taken, or once it is given up; its stamp is that of its
  /// head.
  using Receiver = std::function<void(Rejoined, const std::shared_ptr<const Container>&)>;

  Assembler(std::string tag, Receiver receiver);
  Assembler(const Assembler&) = delete;
  Assembler& operator=(const Assembler&) = delete;
  ~Assembler();

  /// Takes a line. `stamp` tells when it came, in an order of the caller's: its time, or its number.
  void take(const LogLine& line, std::int64_t stamp);

  /// The stamps of the first lines of what waits: the oldest and the newest container's; nothing when nothing
  /// waits.
  std::optional<std::int64_t> oldest() const;
  std::optional<std::int64_t> newest() const;

  /// Hands out what the oldest or newest container has waiting longest, as far as it came.
  void give_up_oldest();
  void give_up_newest();

  ReportCounts counts() const;

 private:
  struct Writer {
    std::shared_ptr<const Container> container;
    std::unique_ptr<Rejoiner> rejoiner;
    std::optional<std::int64_t> oldest;  // as by_age_ has it
    std::size_t waiting = 0;             // as by_size has it
  };

  /// What waits in all logs of the process.
  struct AllWaiting {
    std::set<std::tuple<std::size_t, Assembler*, Writer*>> by_size;
    std::size_t bytes = 0;
  };
  static AllWaiting& all();

  Writer& writer_of(const std::shared_ptr<const Container>& container);
  void receive(Rejoined rejoined, const std::shared_ptr<const Container>& container);
  static void shrink();
  void account(Writer& writer);
  void give_up(Writer& writer);
  void forget_idle_writers();

  std::string tag_;
  Receiver receiver_;
  std::unordered_map<const Container*, Writer> writers_;
  std::set<std::pair<std::int64_t, Writer*>> by_age_;  // those with something that waits, by when it came
  ReportCounts counts_;
};

}  // namespace cel
