// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

inline constexpr std::size_t kOuterFrames =
    20;  ///< kept of a longer traceback, as the Python hook keeps them
inline constexpr std::size_t kInnerFrames = 80;
inline constexpr std::size_t kMaxFrames = kOuterFrames + kInnerFrames;
inline constexpr std::size_t kMaxLinks = 20;

/// A frame as a text names it; the views are into the text.
struct TextFrame {
  std::string_view file;
  std::uint64_t line = 0;  ///< 0: not known
  std::string_view function;
  std::string_view module;  ///< empty: not known
  std::string_view source;  ///< its line of the source, if the text shows it
  bool in_app = true;
};

enum class FrameOrder { kOutermostFirst, kInnermostFirst };

/// The frames of one exception in the order of the text, of a long traceback the ends only.
class TextFrames {
 public:
  explicit TextFrames(FrameOrder order = FrameOrder::kOutermostFirst) : order_(order) {}
  void add(const TextFrame& frame);
  /// Adds the `count` outermost of `other`, as far as they are kept; both have the innermost first.
  void add_outermost_of(const TextFrames& other, std::size_t count);
  /// Puts `count` frames behind the first `before`, those that follow the last one of these in `other`, if it
  /// has so many.
  void fill(std::size_t before, std::size_t count, const TextFrames& other);
  std::size_t size() const { return kept_.size(); }
  /// The frame added last is there once more: an omitted repetition.
  void repeat_last();
  TextFrame* last() { return kept_.empty() ? nullptr : &kept_.back(); }
  bool empty() const { return kept_.empty(); }
  /// Adds `frames`, outermost first, and what was left out of them, to an element of `exceptions`.
  void add_to(Json& exception) const;

 private:
  void drop_middle(std::size_t at_most);

  FrameOrder order_;
  std::vector<TextFrame> kept_;
  std::size_t dropped_ = 0;
};

/// One exception of a chain as a text names it.
struct TextLink {
  std::string type;
  std::string module;
  std::string message;
  TextFrames frames;
  const char* kind = nullptr;  ///< how it hangs on another one: "cause", "context", "group", "suppressed"
  std::size_t of = 0;          ///< on which one before it
};

/// The links, the raised one first, as a record's `exceptions`: what is no valid UTF-8 is made visible, and
/// those past kMaxLinks are left out.
Json exceptions_of(const std::vector<TextLink>& links);

}  // namespace cel
