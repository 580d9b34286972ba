// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/line_window.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::int64_t kOverlap =
    2'000'000;                         // microseconds that a line may be behind one that was read before
constexpr std::size_t kMostSeen = 64;  // a position is kept for each line that is not settled
constexpr const char* kFrom = "from";
constexpr const char* kSeen = "seen";

template <typename Number>
Number number_of(std::string_view digits) {
  Number number = 0;
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return number;
}

}  // namespace

LineWindow LineWindow::of(const Json& position) {
  LineWindow window(position.is_object() ? static_cast<std::int64_t>(number_at(position, kFrom).value_or(0))
                                         : 0);
  std::string_view seen = position.is_object() ? string_at(position, kSeen).value_or("") : std::string_view();
  while (!seen.empty() && window.seen_.size() < kMostSeen) {
    std::string_view one = take_field(seen, ' ');
    const std::string_view time = take_field(one, ':');
    window.seen_.push_back({number_of<std::int64_t>(time), number_of<std::uint64_t>(one)});
  }
  return window;
}

bool LineWindow::knows(std::int64_t time, std::uint64_t hash) const {
  return time < from_ || std::any_of(seen_.begin(), seen_.end(), [&](const Seen& seen) {
           return seen.time == time && seen.hash == hash;
         });
}

void LineWindow::note(std::int64_t time, std::uint64_t hash, bool counts) {
  if (counts) {
    seen_.push_back({time, hash});
  }
  from_ = std::max(from_, time - kOverlap);
  if (seen_.size() > kMostSeen) {
    // Rather a line twice, whose report is known by its id, than one that was written at the same time never.
    from_ = std::max(from_, seen_.front().time);
    seen_.pop_front();
  }
  while (!seen_.empty() && seen_.front().time < from_) {
    seen_.pop_front();
  }
}

Json LineWindow::position() const {
  std::string seen;
  for (const Seen& one : seen_) {
    std::array<char, 40> text{};
    char* end = std::to_chars(text.data(), text.data() + text.size(), one.time, 16).ptr;
    *end++ = ':';
    end = std::to_chars(end, text.data() + text.size(), one.hash, 16).ptr;
    seen += (seen.empty() ? "" : " ") + std::string(text.data(), end);
  }
  Json position = Json::object();
  position[kFrom] = from_;
  position[kSeen] = std::move(seen);
  return position;
}

}  // namespace cel
