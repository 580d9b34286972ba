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
  std::int64_t stamp = 0;           ///< the one that its head was fed with or, without a head, its first part
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

  /// Takes one line of the log, without its newline; `stamp` is the caller's, and comes back with the record:
  /// the line's time or place. The receiver is called with every record that it completes. Returns how many
  /// bytes at the line's start are not ours: all of them when the line holds nothing that our logger wrote.
  std::size_t feed(std::string_view line, std::int64_t stamp = 0);

  /// Hands out what still waits, oldest first: nothing more will come.
  void finish();

  /// The stamp of the first line of the record that has waited longest for its parts; nothing when none
  /// waits.
  std::optional<std::int64_t> oldest_pending() const;

  /// Hands out the record that has waited longest, as finish() does: its parts will not come any more.
  void give_up_oldest();

  /// Memory, about, in bytes, that the waiting records take.
  std::size_t pending_bytes() const { return pending_bytes_; }

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
    std::int64_t arrived = 0;  ///< the stamp of its first line
    std::int64_t stamp = 0;    ///< and of its head
  };
  using Queue = std::list<Pending>;

  Queue::iterator pending(const std::string& id, std::int64_t stamp);
  void add_head(Json object, const HeadFraming& framing, std::int64_t stamp);
  void add_part(Part&& part, std::int64_t stamp);
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
