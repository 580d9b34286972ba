// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/line_follower.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kMostLinesOfATurn = 250;      // of one log, before the next one's turn
constexpr std::size_t kMostBytesHeld = 32U << 20U;  // of unfinished lines, in all logs together
constexpr std::size_t kBytesOfALineId = 16;

}  // namespace

LineFollower::LineFollower(std::vector<std::unique_ptr<LogWatch>> watches, Cursor cursor, Receiver receiver,
                           Sync sync)
    : watches_(std::move(watches)),
      cursor_(std::move(cursor)),
      receiver_(std::move(receiver)),
      sync_(std::move(sync)) {}

Result<void> LineFollower::run(const volatile std::sig_atomic_t& stop) {
  for (;;) {
    Result<void> done = watches_.appeared(cursor_, [this](const std::string& key, auto log) {
      if (const auto known = logs_.find(key); known == logs_.end() || known->second->over()) {
        logs_[key] = std::move(log);
      }
    });
    const Result<Turn> turn = done ? read_logs(stop) : Error{done.error()};
    done = turn ? sync_() : Error{turn.error()};
    if (done) {
      done = cursor_.save();
    }
    if (!done || *turn == Turn::refused || stop != 0 || (logs_.empty() && watches_.over())) {
      return done;
    }
    watches_.wait(*turn == Turn::more);
  }
}

/// Reads of each log what is there, or some of it.
Result<LineFollower::Turn> LineFollower::read_logs(const volatile std::sig_atomic_t& stop) {
  Turn all = Turn::quiet;
  for (auto log = logs_.begin(); log != logs_.end();) {
    const bool over = log->second->over();  // asked before: nothing comes after it
    Result<Turn> turn = read(*log->second, stop);
    log->second->let_go();
    limit_memory();
    if (!turn || *turn == Turn::refused) {
      return turn;
    }
    const bool has_ended = over && *turn == Turn::quiet;
    all = *turn == Turn::more || (!has_ended && log->second->over()) ? Turn::more : all;
    if (has_ended) {
      cursor_.forget(log->first);
      log = logs_.erase(log);
    } else {
      cursor_.move(log->first, log->second->position());
      ++log;
    }
  }
  return all;
}

Result<LineFollower::Turn> LineFollower::read(FollowedLog& log, const volatile std::sig_atomic_t& stop) {
  LogLine line;
  for (std::size_t lines = 0; lines < kMostLinesOfATurn && stop == 0; ++lines) {
    const Result<bool> read = log.read(line);
    if (const std::optional<LogGap> gap = log.take_gap()) {
      on_gap_(*gap);
    }
    if (!read) {
      return Error{read.error()};
    }
    if (!*read) {
      return Turn::quiet;
    }
    if (!receiver_(line, id_of(line, log.line_position()))) {
      return Turn::refused;
    }
  }
  return Turn::more;
}

/// The log that holds most of an unfinished line waits least.
void LineFollower::limit_memory() {
  const auto held = [this] {
    std::size_t sum = 0;
    for (const auto& [key, log] : logs_) {
      sum += log->held();
    }
    return sum;
  };
  while (held() > kMostBytesHeld) {
    std::max_element(logs_.begin(), logs_.end(), [](const auto& one, const auto& other) {
      return one.second->held() < other.second->held();
    })->second->shrink();
  }
}

/// The same for the same line of the same log: of a file by its inode and where the line begins, of the
/// journal by the entry, of an API server by its time. Names may be given anew, so the line's time and text
/// are in it, too.
std::string LineFollower::id_of(const LogLine& line, const Json& position) {
  std::string place = line.container->log + '\0' + std::to_string(line.time) + '\0';
  if (const auto offset = number_at(position, "offset")) {
    place += std::to_string(number_at(position, "inode").value_or(0)) + ':' + std::to_string(*offset);
  } else if (const auto entry = string_at(position, "before")) {
    place += *entry;
  } else if (line.time != 0) {
    place += line.container->id;
  } else {
    place += run_ + std::to_string(piped_++);
  }
  Sha256 sum;
  sum.add(place);
  sum.add(line.text);
  const Sha256Digest digest = sum.digest();
  return hex(digest.data(), kBytesOfALineId);
}

}  // namespace cel
