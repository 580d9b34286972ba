// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/links.h"

#include <algorithm>
#include <iterator>

#include "cel/base/text.h"

namespace cel {
namespace {

Json json_of(const TextFrame& frame) {
  Json json = object_with_room(6);
  if (!frame.file.empty()) {
    append_member(json, "file", valid_utf8(frame.file));
  }
  if (frame.line > 0) {
    append_member(json, "line", frame.line);
  }
  append_member(json, "function", valid_utf8(frame.function));
  if (!frame.module.empty()) {
    append_member(json, "module", valid_utf8(frame.module));
  }
  append_member(json, "in_app", frame.in_app);
  if (!frame.source.empty() && frame.line > 0) {
    Json context = object_with_room(2);
    append_member(context, "start", frame.line);
    append_member(context, "lines", Json::array_t(1, valid_utf8(frame.source)));
    append_member(json, "context", std::move(context));
  }
  return json;
}

}  // namespace

void TextFrames::add(const TextFrame& frame) {
  kept_.push_back(frame);
  if (kept_.size() > 2 * kMaxFrames) {
    drop_middle(kMaxFrames);
  }
}

void TextFrames::add_outermost_of(const TextFrames& other, std::size_t count) {
  const auto outermost = static_cast<std::ptrdiff_t>(std::min(count, other.kept_.size()));
  std::for_each(other.kept_.end() - outermost, other.kept_.end(),
                [this](const TextFrame& each) { add(each); });
}

void TextFrames::fill(std::size_t before, std::size_t count, const TextFrames& other) {
  if (before == 0 || dropped_ > 0 || other.dropped_ > 0 || count > kMaxFrames) {
    return;
  }
  const TextFrame& last = kept_[before - 1];
  const auto same = std::find_if(other.kept_.begin(), other.kept_.end(), [&last](const TextFrame& each) {
    return each.file == last.file && each.line == last.line && each.function == last.function;
  });
  const auto room = static_cast<std::size_t>(other.kept_.end() - same);
  if (room > count) {
    kept_.insert(kept_.begin() + static_cast<std::ptrdiff_t>(before), same + 1,
                 same + 1 + static_cast<std::ptrdiff_t>(count));
  }
}

void TextFrames::repeat_last() {
  if (!kept_.empty()) {
    add(TextFrame(kept_.back()));
  }
}

void TextFrames::drop_middle(std::size_t at_most) {
  const std::size_t first = order_ == FrameOrder::kOutermostFirst ? kOuterFrames : kInnerFrames;
  const std::size_t excess = kept_.size() - at_most;
  const auto from = kept_.begin() + static_cast<std::ptrdiff_t>(first);
  kept_.erase(from, from + static_cast<std::ptrdiff_t>(excess));
  dropped_ += excess;
}

void TextFrames::add_to(Json& exception) const {
  TextFrames whole = *this;
  if (whole.kept_.size() > kMaxFrames || whole.dropped_ > 0) {
    whole.drop_middle(std::min(kMaxFrames, whole.kept_.size()));
  }
  if (order_ == FrameOrder::kInnermostFirst) {
    std::reverse(whole.kept_.begin(), whole.kept_.end());
  }
  Json::array_t frames;
  frames.reserve(whole.kept_.size());
  std::transform(whole.kept_.begin(), whole.kept_.end(), std::back_inserter(frames), json_of);
  append_member(exception, "frames", std::move(frames));
  if (whole.dropped_ > 0) {
    append_member(exception, "omitted_frames", {{"after", kOuterFrames}, {"count", whole.dropped_}});
  }
}

Json exceptions_of(const std::vector<TextLink>& links) {
  Json exceptions = Json::array();
  for (std::size_t i = 0; i < std::min(links.size(), kMaxLinks); ++i) {
    const TextLink& link = links[i];
    Json exception = object_with_room(6);
    append_member(exception, "type", valid_utf8(link.type));
    if (!link.module.empty()) {
      append_member(exception, "module", valid_utf8(link.module));
    }
    append_member(exception, "message", valid_utf8(link.message));
    if (link.kind != nullptr) {
      append_member(exception, "link", {{"kind", link.kind}, {"of", link.of}});
    }
    link.frames.add_to(exception);
    exceptions.push_back(std::move(exception));
  }
  return exceptions;
}

}  // namespace cel
