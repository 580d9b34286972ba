// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/rejoin.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/wire/compress.h"

namespace cel {
namespace {

// What a record that waits and a part of it cost beside their bytes, so that empty ones are not free.
constexpr std::size_t kEntryCost = 512;
constexpr std::size_t kPartCost = 128;
constexpr std::size_t kIdentityBytes = 16;

template <typename Number>
Number hex_value(std::string_view digits) {
  Number value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

std::string identity_of(std::uint64_t bytes, std::uint32_t crc32) {
  return std::to_string(bytes) + '/' + std::to_string(crc32);
}

std::string identity_of(const HeadFraming& framing) {
  return identity_of(framing.bytes, hex_value<std::uint32_t>(framing.crc32));
}

std::string identity_of(std::string_view text) { return hex(sha256(text).data(), kIdentityBytes); }

}  // namespace

Rejoiner::Rejoiner(std::string tag, Receiver receiver, RejoinLimits limits)
    : tag_(std::move(tag)), receiver_(std::move(receiver)), limits_(limits) {}

std::size_t Rejoiner::feed(std::string_view line, std::int64_t stamp) {
  std::optional<FoundLine> found = find_line(line, tag_);
  if (!found) {
    return line.size();
  }
  LineContent& content = found->content;
  if (content.part) {
    add_part(std::move(*content.part), stamp);
  } else if (content.head) {
    add_head(std::move(content.object), *content.head, stamp);
  } else {
    receiver_(Rejoined{std::move(content.object),
                       content.cut ? Rejoined::State::oversized : Rejoined::State::whole, 0, 0, stamp,
                       identity_of(content.text)});
  }
  return found->offset;
}

bool Rejoiner::feed_bare(std::string_view text, std::int64_t stamp) {
  std::optional<ReadObject> read = read_object(text);
  if (!read) {
    return false;
  }
  receiver_(Rejoined{std::move(read->object), read->cut ? Rejoined::State::oversized : Rejoined::State::whole,
                     0, 0, stamp, identity_of(text)});
  return true;
}

void Rejoiner::finish() {
  while (!queue_.empty()) {
    give_up_oldest();
  }
}

std::optional<std::int64_t> Rejoiner::oldest_pending() const {
  return queue_.empty() ? std::nullopt : std::optional(queue_.front().arrived);
}

void Rejoiner::give_up_oldest() { give_up(queue_.begin(), Rejoined::State::incomplete); }

Rejoiner::Queue::iterator Rejoiner::pending(const std::string& id, std::int64_t stamp) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) {
    return found->second;
  }
  queue_.push_back(Pending{id, {}, {}, 0, {}, kEntryCost, stamp, stamp});
  pending_bytes_ += kEntryCost;
  return by_id_[id] = std::prev(queue_.end());
}

void Rejoiner::add_head(Json object, const HeadFraming& framing, std::int64_t stamp) {
  const Settled own{hex_value<std::uint64_t>(framing.id), framing.bytes,
                    hex_value<std::uint32_t>(framing.crc32), framing.bytes > limits_.record_bytes};
  if (has_settled(own)) {
    return;  // the same report again, by another way
  }
  if (const auto known = by_id_.find(framing.id); known != by_id_.end() && known->second->head) {
    if (identity_of(*known->second->framing) == identity_of(framing)) {
      return;
    }
    give_up(known->second, Rejoined::State::incomplete);  // another one with its id
  }
  const auto entry = pending(framing.id, stamp);
  if (entry->parts != 0 && entry->parts != framing.parts) {
    orphaned_parts_ += entry->bytes.size();
    pending_bytes_ -= entry->size - kEntryCost;
    entry->size = kEntryCost;
    entry->bytes.clear();  // the head is what a person reads: it wins
  }
  const std::size_t size = memory_of(object);
  entry->head = std::move(object);
  entry->framing = framing;
  entry->stamp = stamp;
  entry->parts = framing.parts;
  entry->size += size;
  pending_bytes_ += size;
  if (own.oversized) {
    give_up(entry, Rejoined::State::oversized);
  } else {
    complete_if_whole(entry);
  }
  shrink();
}

void Rejoiner::add_part(Part&& part, std::int64_t stamp) {
  if (const Settled* known = settled(hex_value<std::uint64_t>(part.id));
      known != nullptr && known->oversized) {
    return;
  }
  const auto entry = pending(part.id, stamp);
  if (entry->parts != 0 && entry->parts != part.parts) {
    orphaned_parts_ += settled(hex_value<std::uint64_t>(part.id)) == nullptr ? 1 : 0;
    return;
  }
  entry->parts = part.parts;
  const std::size_t size = part.bytes.size() + kPartCost;
  if (entry->bytes.try_emplace(part.part, std::move(part.bytes)).second) {
    entry->size += size;
    pending_bytes_ += size;
    complete_if_whole(entry);
  }
  shrink();
}

/// The line of a pending record that has all its parts. Without a head the zlib stream's own checksum stands
/// for it.
std::optional<std::string> Rejoiner::joined(const Pending& entry) const {
  std::string stream;
  for (const auto& [number, bytes] : entry.bytes) {
    stream += bytes;
  }
  std::optional<std::string> line = inflate_bytes(stream, limits_.record_bytes);
  if (line && entry.framing &&
      (line->size() != entry.framing->bytes ||
       crc32_of(*line) != hex_value<std::uint32_t>(entry.framing->crc32))) {
    return std::nullopt;
  }
  return line;
}

void Rejoiner::complete_if_whole(Queue::iterator entry) {
  // Without its head a record waits: the head may still come, and tells whether the parts are the ones it
  // means.
  if (!entry->head || entry->bytes.size() < entry->parts) {
    return;
  }
  const std::optional<std::string> line = joined(*entry);
  std::optional<ReadObject> read = line ? read_object(*line) : std::nullopt;
  if (!read || read->cut) {
    give_up(entry, read ? Rejoined::State::oversized : Rejoined::State::damaged);
    return;
  }
  Rejoined out{std::move(read->object),     Rejoined::State::whole, entry->parts, entry->parts, entry->stamp,
               identity_of(*entry->framing)};
  drop(entry);
  receiver_(std::move(out));
}

Rejoined Rejoiner::from_head(Pending& entry, Rejoined::State state) const {
  entry.head->erase("cel");
  return Rejoined{std::move(*entry.head), state,       entry.parts,
                  entry.bytes.size(),     entry.stamp, identity_of(*entry.framing)};
}

void Rejoiner::give_up(Queue::iterator entry, Rejoined::State state) {
  std::optional<Rejoined> out;
  if (entry->head) {
    out = from_head(*entry, state);
  } else if (const Settled* known = settled(hex_value<std::uint64_t>(entry->id));
             entry->bytes.size() == entry->parts) {
    const std::optional<std::string> line = joined(*entry);
    std::optional<ReadObject> read = line ? read_object(*line) : std::nullopt;
    const bool again =
        line && known != nullptr && has_settled({known->id, line->size(), crc32_of(*line), false});
    if (read && !again) {
      out = Rejoined{std::move(read->object),
                     read->cut ? Rejoined::State::oversized : Rejoined::State::whole,
                     entry->parts,
                     entry->parts,
                     entry->stamp,
                     identity_of(line->size(), crc32_of(*line))};
    }
    orphaned_parts_ += out || again ? 0 : entry->bytes.size();
  } else if (known == nullptr) {
    orphaned_parts_ += entry->bytes.size();
  }
  drop(entry);
  if (out) {
    receiver_(std::move(*out));
  }
}

const Rejoiner::Settled* Rejoiner::settled(std::uint64_t id) const {
  const auto found =
      std::find_if(settled_.begin(), settled_.end(), [id](const Settled& one) { return one.id == id; });
  return found == settled_.end() ? nullptr : &*found;
}

bool Rejoiner::has_settled(const Settled& one) const {
  return std::any_of(settled_.begin(), settled_.end(), [&](const Settled& other) {
    return other.id == one.id && other.bytes == one.bytes && other.crc32 == one.crc32;
  });
}

void Rejoiner::remember(const Settled& one) {
  if (settled_.size() < limits_.remembered_ids) {
    settled_.push_back(one);
  } else if (!settled_.empty()) {
    settled_[next_settled_++ % settled_.size()] = one;
  }
}

void Rejoiner::drop(Queue::iterator entry) {
  Settled one{hex_value<std::uint64_t>(entry->id), 0, 0, false};
  if (entry->framing) {
    one.bytes = entry->framing->bytes;
    one.crc32 = hex_value<std::uint32_t>(entry->framing->crc32);
    one.oversized = one.bytes > limits_.record_bytes;
    remember(one);
  }
  pending_bytes_ -= entry->size;
  by_id_.erase(entry->id);
  queue_.erase(entry);
}

void Rejoiner::shrink() {
  while (!queue_.empty() &&
         (pending_bytes_ > limits_.pending_bytes || queue_.size() > limits_.pending_records)) {
    give_up_oldest();
  }
}

}  // namespace cel
