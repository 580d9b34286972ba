// SPDX-License-Identifier: Apache-2.0
#include "cel/record/rejoin.h"

#include <charconv>
#include <utility>

#include "cel/record/compress.h"

namespace cel {
namespace {

std::uint32_t crc_value(const std::string& digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

constexpr std::size_t kEntryCost =
    256;  // what a pending record costs beside its bytes, so that empty parts are not free

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
    receiver_(Rejoined{std::move(content.object), Rejoined::State::whole, 0, 0, stamp});
  }
  return found->offset;
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
  if (settled_.contains(framing.id)) {
    return;
  }
  const auto entry = pending(framing.id, stamp);
  if (entry->head) {
    return;  // the same report again, by another way
  }
  if (entry->parts != 0 && entry->parts != framing.parts) {
    orphaned_parts_ += entry->bytes.size();
    pending_bytes_ -= entry->size - kEntryCost;
    entry->size = kEntryCost;
    entry->bytes.clear();  // the head is what a person reads: it wins
  }
  const std::size_t size = to_line(object).size();
  entry->head = std::move(object);
  entry->framing = framing;
  entry->stamp = stamp;
  entry->parts = framing.parts;
  entry->size += size;
  pending_bytes_ += size;
  complete_if_whole(entry);
  shrink();
}

void Rejoiner::add_part(Part&& part, std::int64_t stamp) {
  if (settled_.contains(part.id)) {
    return;
  }
  const auto entry = pending(part.id, stamp);
  if (entry->parts != 0 && entry->parts != part.parts) {
    ++orphaned_parts_;
    return;
  }
  entry->parts = part.parts;
  const std::size_t size = part.bytes.size() + kEntryCost;
  if (entry->bytes.try_emplace(part.part, std::move(part.bytes)).second) {
    entry->size += size;
    pending_bytes_ += size;
    complete_if_whole(entry);
  }
  shrink();
}

/// The record of a pending entry that has all its parts. Without a head the zlib stream's own checksum stands
/// for it.
std::optional<Json> Rejoiner::joined(const Pending& entry) const {
  std::string stream;
  for (const auto& [number, bytes] : entry.bytes) {
    stream += bytes;
  }
  const std::optional<std::string> line = inflate_bytes(stream, limits_.record_bytes);
  if (!line || (entry.framing && (line->size() != entry.framing->bytes ||
                                  crc32_of(*line) != crc_value(entry.framing->crc32)))) {
    return std::nullopt;
  }
  std::optional<Json> record = parse_json(*line);
  return record && record->is_object() ? std::move(record) : std::nullopt;
}

void Rejoiner::complete_if_whole(Queue::iterator entry) {
  // Without its head a record waits: the head may still come, and tells whether the parts are the ones it
  // means.
  if (!entry->head || entry->bytes.size() < entry->parts) {
    return;
  }
  std::optional<Json> record = joined(*entry);
  if (!record) {
    give_up(entry, Rejoined::State::damaged);
    return;
  }
  Rejoined out{std::move(*record), Rejoined::State::whole, entry->parts, entry->parts, entry->stamp};
  settle(entry);
  receiver_(std::move(out));
}

void Rejoiner::give_up(Queue::iterator entry, Rejoined::State state) {
  std::optional<Rejoined> out;
  if (entry->head) {
    entry->head->erase("cel");
    out = Rejoined{std::move(*entry->head), state, entry->parts, entry->bytes.size(), entry->stamp};
  } else if (entry->bytes.size() == entry->parts) {
    if (std::optional<Json> record = joined(*entry)) {
      out = Rejoined{std::move(*record), Rejoined::State::whole, entry->parts, entry->parts, entry->stamp};
    }
  }
  if (!out) {
    orphaned_parts_ += entry->bytes.size();
  }
  settle(entry);
  if (out) {
    receiver_(std::move(*out));
  }
}

void Rejoiner::settle(Queue::iterator entry) {
  settled_.insert(entry->id);
  settled_order_.push_back(entry->id);
  if (settled_order_.size() > limits_.remembered_ids) {
    settled_.erase(settled_order_.front());
    settled_order_.pop_front();
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
