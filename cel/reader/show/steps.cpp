// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/steps.h"

#include <algorithm>

namespace cel {
namespace {

constexpr std::size_t kLongestCycle = 8;   // of frames that call each other in a circle
constexpr std::size_t kLibraryRun = 4;     // shorter ones are not worth a fold
constexpr std::size_t kFewestRepeats = 2;  // once more is shown as it is

bool same(const Chain::Frame& a, const Chain::Frame& b) {
  return a.line == b.line && a.function == b.function && a.file == b.file;
}

class Fold {
 public:
  Fold(const Chain::Link& link, bool fold_libraries)
      : frames_(link.frames), fold_libraries_(fold_libraries) {}

  std::vector<Step> run(std::size_t omitted_after, std::uint64_t omitted) {
    section(0, omitted > 0 ? omitted_after : frames_.size());
    if (omitted > 0) {
      steps_.push_back({Step::Kind::omitted, omitted_after, 0, omitted});
      section(omitted_after, frames_.size());
    }
    return std::move(steps_);
  }

 private:
  /// How often the `length` frames at `at` come again right behind, before `end`.
  std::size_t repeats(std::size_t at, std::size_t length, std::size_t end) const {
    std::size_t next = at + length;
    while (next < end && same(frames_[next], frames_[next - length])) {
      ++next;
    }
    return (next - at) / length - 1;
  }

  void section(std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    while (at < end) {
      std::size_t length = 1;
      while (length <= kLongestCycle && at + length <= end && repeats(at, length, end) < kFewestRepeats) {
        ++length;
      }
      if (length > kLongestCycle || at + length > end) {
        at = library_run(at, end);
        continue;
      }
      const std::size_t count = repeats(at, length, end);
      for (std::size_t i = 0; i < length; ++i) {
        steps_.push_back({Step::Kind::frame, at + i, 0, 0});
      }
      steps_.push_back({Step::Kind::repeated, at, length, count});
      at += length * (count + 1);
    }
  }

  /// Adds the frame at `at`, and with it the run of library frames that it starts; returns where to go on.
  std::size_t library_run(std::size_t at, std::size_t end) {
    std::size_t last = at;
    while (last < end && !frames_[last].own) {
      ++last;
    }
    steps_.push_back({Step::Kind::frame, at, 0, 0});
    if (!fold_libraries_ || last - at < kLibraryRun) {
      return at + 1;
    }
    steps_.push_back({Step::Kind::library, at + 1, 0, last - at - 2});
    steps_.push_back({Step::Kind::frame, last - 1, 0, 0});
    return last;
  }

  const std::vector<Chain::Frame>& frames_;
  bool fold_libraries_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> steps_of(const Chain::Link& link, bool fold_libraries) {
  const bool any_own =
      std::any_of(link.frames.begin(), link.frames.end(), [](const auto& f) { return f.own; });
  return Fold(link, fold_libraries && any_own).run(link.omitted_after, link.omitted);
}

}  // namespace cel
