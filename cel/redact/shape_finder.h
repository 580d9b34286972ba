// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/base/clock.h"
#include "cel/redact/mask.h"

namespace cel {

/// Finds the secrets of one text that have a shape of their own, and collects those that others find. What
/// has to be searched for ahead is searched for once, so that the time is proportional to the text.
class ShapeFinder {
 public:
  /// `until`: when to leave the rest of the text unread, if that is not null.
  explicit ShapeFinder(const Deadline* until) : until_(until) {}

  // Each adds the secret at a position and returns its end, or returns the position if there is none.

  /// A private key, card number, service's key or credentials that the word `text[begin, end)` starts.
  std::size_t word(std::string_view text, std::size_t begin, std::size_t end);

  /// The password or key in a URL whose authority begins at `at`.
  std::size_t url(std::string_view text, std::size_t at);

  /// A line of a private key that starts at `at`: the key's own first line may be missing.
  std::size_t key_line(std::string_view text, std::size_t at);

  void add(std::size_t begin, std::size_t end, Secret::Kind kind) { found_.push_back({begin, end, kind}); }

  /// Returns whether the time is over; when it is first seen to be, adds the text from `at` on as unread. To
  /// be called for each word: the clock is read for few of them.
  bool out_of_time(std::string_view text, std::size_t at) {
    return until_ != nullptr && look_at_clock(text, at);
  }

  /// Returns the secrets in the order in which they were added.
  std::vector<Secret> take() { return std::move(found_); }

 private:
  bool look_at_clock(std::string_view text, std::size_t at);

  const Deadline* until_;
  std::vector<Secret> found_;
  std::size_t digits_end_ = 0;  // no card number begins before it
  std::size_t url_end_ = 0;     // the end of the URL that was searched last
  std::size_t url_at_ = 0;      // the position of its last @, or npos
  std::size_t words_ = 0;
  bool stopped_ = false;
};

}  // namespace cel
