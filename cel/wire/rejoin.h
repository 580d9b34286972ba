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
#include <vector>

#include "cel/wire/decode.h"

namespace cel {

/// A report as it came back from a log.
struct Rejoined {
  enum class State {
    whole,       ///< the record, every byte of it
    incomplete,  ///< its head: parts are missing
    damaged,     ///< its head: the parts do not make up what the head says
    oversized,   ///< its head or, of one on a single line, its beginning: it is larger than is read
  };
  Json record;
  State state = State::whole;
  std::uint64_t parts = 0;          ///< how many it has; 0 when it was one line
  std::uint64_t parts_present = 0;  ///< how many of them came
  std::int64_t stamp = 0;           ///< the one that its head was fed with or, without a head, its first part
  std::string content;              ///< what tells its bytes from others', however much of them came
};

/// How much a Rejoiner holds back while it waits for parts. Beyond, the oldest record is given up and comes
/// out as it is.
struct RejoinLimits {
  std::size_t record_bytes = 4U << 20U;    ///< a record larger than this is oversized
  std::size_t pending_bytes = 64U << 20U;  ///< of memory, for all that waits
  std::size_t pending_records = 4096;
  std::size_t remembered_ids = 256;  ///< of records that came out, so that none comes twice
};

/// Makes records of lines: the inverse of encode_record(), for lines that come in any order, mixed with
/// others and with some lost. Feed it the lines of one container, since whoever writes to a log may write any
/// id.
class Rejoiner {
 public:
  using Receiver = std::function<void(Rejoined)>;

  Rejoiner(std::string tag, Receiver receiver, RejoinLimits limits = {});

  /// Takes one line of the log, without its newline; `stamp` is the caller's, and comes back with the record:
  /// the line's time or place. The receiver is called with every record that it completes. Returns how many
  /// bytes at the line's start are not ours: all of them when the line holds nothing that our logger wrote.
  std::size_t feed(std::string_view line, std::int64_t stamp = 0);

  /// Takes a text that is a record without a tag around it. False when it is none.
  bool feed_bare(std::string_view text, std::int64_t stamp);

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

  /// A record that came out. Another one may have its id, but not all of this.
  struct Settled {
    std::uint64_t id = 0;
    std::uint64_t bytes = 0;
    std::uint32_t crc32 = 0;
    bool oversized = false;
  };

  Queue::iterator pending(const std::string& id, std::int64_t stamp);
  void add_head(Json object, const HeadFraming& framing, std::int64_t stamp);
  void add_part(Part&& part, std::int64_t stamp);
  void complete_if_whole(Queue::iterator entry);
  void give_up(Queue::iterator entry, Rejoined::State state);
  Rejoined from_head(Pending& entry, Rejoined::State state) const;
  std::optional<std::string> joined(const Pending& entry) const;
  const Settled* settled(std::uint64_t id) const;
  bool has_settled(const Settled& one) const;
  void remember(const Settled& one);
  void drop(Queue::iterator entry);
  void shrink();

  std::string tag_;
  Receiver receiver_;
  RejoinLimits limits_;
  Queue queue_;  // oldest first
  std::unordered_map<std::string, Queue::iterator> by_id_;
  std::size_t pending_bytes_ = 0;
  std::vector<Settled> settled_;  // the next one takes the place of the oldest
  std::size_t next_settled_ = 0;
  std::uint64_t orphaned_parts_ = 0;
};

}  // namespace cel
