// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cel/reader/show/chain.h"

namespace cel {

/// One step of a traceback as it is shown: a frame, or what stands for several.
struct Step {
  enum class Kind {
    frame,     ///< `frame`
    repeated,  ///< the last `frames` frames, `count` times more: a recursion
    library,   ///< `count` frames of libraries, from `frame` on
    omitted,   ///< `count` frames that the record leaves out
  };
  Kind kind = Kind::frame;
  std::size_t frame = 0;  ///< index within the link's frames
  std::size_t frames = 0;
  std::uint64_t count = 0;
};

/// The steps of an exception's frames, recursion folded. With `fold_libraries`, so is what lies between the
/// first and the last frame of a run within libraries.
std::vector<Step> steps_of(const Chain::Link& link, bool fold_libraries);

}  // namespace cel
