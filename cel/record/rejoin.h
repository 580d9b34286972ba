// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "cel/record/line.h"

namespace cel {

/// A report as it came back from a log.
struct Rejoined {
  enum class State {
    whole,       ///< the record, every byte of it
    incomplete,  ///< its head: parts are missing
    damaged,     ///< its head: the parts do not make up what the head says
  };
  Json record;
  State state = State::whole;
  std::uint64_t parts = 0;          ///< how many it has; 0 when it was one line
  std::uint64_t parts_present = 0;  ///< how many of them came
};

/// How much a Rejoiner holds back while it waits for parts. Beyond, the oldest record is given up and comes
/// out as it is.
struct RejoinLimits {
  std::size_t record_bytes = 64U << 20U;   ///< a record larger than this is damaged
  std::size_t pending_bytes = 64U << 20U;  ///< of all parts that wait
  std::size_t pending_records = 4096;
  std::size_t remembered_ids = 65536;  ///< of records that came out, so that none comes twice
};

/// Makes records of lines: the inverse of frame_record(), for lines that come in any order, mixed with others
/// and with some lost. Feed it the lines of one container, since whoever writes to a log may write any id.
class Rejoiner {
 public:
  using Receiver = std::function<void(Rejoined)>;

  Rejoiner(std::string tag, Receiver receiver, RejoinLimits limits = {});

  /// Takes one line of the log, without its newline. The receiver is called with every record that it
  /// completes. Returns how many bytes at the line's start are not ours: all of them when the line holds
  /// nothing that our logger wrote.
  std::size_t feed(std::string_view line);

  /// Hands out what still waits, oldest first: nothing more will come.
  void finish();

  /// Parts that came without a head and could not be made a record without it.
  std::uint64_t orphaned_parts() const { return orphaned_parts_; }

 private:
  struct Pending {
    std::string id;
    std::optional<Json> head;
    std::optional<HeadFraming> framing;
    std::uint64_t parts = 0;
    std::map<std::uint64_t, std::string> bytes;
    std::size_t size = 0;
  };
  using Queue = std::list<Pending>;

  Queue::iterator pending(const std::string& id);
  void add_head(Json object, const HeadFraming& framing);
  void add_part(Part&& part);
  void complete_if_whole(Queue::iterator entry);
  void give_up(Queue::iterator entry, Rejoined::State state);
  std::optional<Json> joined(const Pending& entry) const;
  void settle(Queue::iterator entry);
  void shrink();

  std::string tag_;
  Receiver receiver_;
  RejoinLimits limits_;
  Queue queue_;  // oldest first
  std::unordered_map<std::string, Queue::iterator> by_id_;
  std::size_t pending_bytes_ = 0;
  std::unordered_set<std::string> settled_;
  std::list<std::string> settled_order_;
  std::uint64_t orphaned_parts_ = 0;
};

}  // namespace cel
