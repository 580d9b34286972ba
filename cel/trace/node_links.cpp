// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/node_links.h"

#include <utility>

#include "cel/base/text.h"
#include "cel/trace/lines.h"

namespace cel {

void NodeLinks::add(TextLink link) {
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  links_.push_back(std::move(link));
  gaps_.emplace_back();
}

bool NodeLinks::add_gap(std::string_view line) {
  constexpr std::string_view kDots = "... ";
  line = unindented(line);
  if (!line.starts_with(kDots) || line.find(" lines matching ") == std::string_view::npos) {
    return false;
  }
  line.remove_prefix(kDots.size());
  const auto count = whole_number(line.substr(0, line.find(' ')), 1, kMaxFrames);
  gaps_.back() = {links_.back().frames.size(), count.value_or(0)};
  return true;
}

std::vector<TextLink> NodeLinks::take() {
  // Causes come after what they belong to: each one's own frames are whole before they are put elsewhere.
  for (std::size_t i = links_.size(); i-- > 1;) {
    const std::size_t of = links_[i].of;
    if (links_[i].kind == std::string_view("cause") && of < i && gaps_[of].count > 0) {
      const Gap gap = std::exchange(gaps_[of], Gap{});
      links_[of].frames.fill(gap.before, gap.count, links_[i].frames);
    }
  }
  return std::move(links_);
}

}  // namespace cel
