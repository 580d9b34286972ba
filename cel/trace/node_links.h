// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cel/trace/links.h"

namespace cel {

/// The errors of a text of Node.js, the raised one first, as util.inspect prints them: of an error it leaves
/// out frames that its cause has as well.
class NodeLinks {
 public:
  explicit NodeLinks(TextLink raised) { add(std::move(raised)); }

  /// Adds an error; those that are added after are its frames.
  void add(TextLink link);
  void add(const TextFrame& frame) { links_.back().frames.add(frame); }

  /// Takes `... 5 lines matching cause stack trace ...`, which stands in place of frames; false for any other
  /// line.
  bool add_gap(std::string_view line);

  std::size_t size() const { return links_.size(); }

  /// The errors, with the frames that were left out. To be called once.
  std::vector<TextLink> take();

 private:
  struct Gap {
    std::size_t before = 0;  // frames
    std::size_t count = 0;   // of frames; 0: nothing was left out
  };

  std::vector<TextLink> links_;
  std::vector<Gap> gaps_;  // of each link
};

}  // namespace cel
