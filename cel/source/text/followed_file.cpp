// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/followed_file.h"

#include <algorithm>
#include <utility>

#include "cel/source/lines/log_prefix.h"
#include "cel/source/lines/timestamp.h"

namespace cel {
FollowedFile::FollowedFile(std::unique_ptr<FileTail> tail, Container container, const Wanted& wanted)
    : tail_(std::move(tail)),
      container_(std::make_shared<const Container>(std::move(container))),
      tag_(wanted.tag),
      every_line_(wanted.every_line),
      traces_(wanted.tracebacks && !wanted.every_line ? std::make_unique<FollowedTracebacks>(container_)
                                                      : nullptr) {}

Result<bool> FollowedFile::read(LogLine& line) {
  if (!wrapped_.empty()) {
    return give_wrapped(line);
  }
  for (;;) {
    if (traces_ && traces_->give(line)) {
      line_position_ = tail_->position();
      return true;
    }
    std::string_view raw;
    Result<bool> more = tail_->next(raw);
    take_gap_of_tail();
    if (!more || !*more) {
      if (traces_) {
        traces_->pause(ended_ || tail_->over());
      }
      return more && traces_ && traces_->give(line) ? Result<bool>(true) : more;
    }
    if (traces_) {
      traces_->take(raw, *tail_);
    }
    if (take(raw, line)) {
      return true;
    }
  }
}

/// Lines that were begun before a gap do not go on behind it.
void FollowedFile::take_gap_of_tail() {
  if (std::optional<LogGap> gap = tail_->take_gap()) {
    gap->container = container_;
    gap_ = std::move(gap);
    unfinished_ = {};
  }
}

/// Whether the log's line ends a line with the tag.
bool FollowedFile::take(std::string_view raw, LogLine& line) {
  const std::optional<Piece> piece = piece_of(raw);
  if (!piece && every_line_) {
    line.stream = {};
    return give_whole(std::string(raw), 0, tail_->line_position(), line);
  }
  if (!piece) {
    return unwrap(raw, line) || give(raw, 0, tail_->line_position(), line);
  }
  Unfinished& unfinished = unfinished_[static_cast<std::size_t>(piece->channel)];
  const auto stamp = rfc3339(piece->time);
  const std::int64_t time = stamp ? stamp->time : 0;
  if (unfinished.position.is_null()) {
    if (piece->ends && !every_line_ && piece->text.find(tag_) == std::string_view::npos) {
      return false;  // most lines
    }
    unfinished.position = tail_->line_position();
    unfinished.time = time;
  }
  append(unfinished, *piece);
  if (!piece->ends) {
    return false;
  }
  Unfinished whole = std::exchange(unfinished, {});
  if (every_line_ && !whole.overlong) {
    line.stream = piece->channel == Channel::standard_output ? "stdout" : "stderr";
    return give_whole(std::move(whole.text), whole.time, std::move(whole.position), line);
  }
  return !whole.overlong && give(whole.text, whole.time, whole.position, line);
}

/// A piece that is not what its format says is left out.
void FollowedFile::append(Unfinished& unfinished, const Piece& piece) {
  if (unfinished.overlong || unfinished.text.size() + piece.text.size() > kLongestTailLine) {
    give_up(unfinished);
    return;
  }
  (void)append_piece(piece, unfinished.text);
}

/// Frees what is kept of the line, and keeps nothing more of it.
void FollowedFile::give_up(Unfinished& unfinished) {
  unfinished.overlong = true;
  std::string().swap(unfinished.text);  // an assignment would keep the memory
}

std::size_t FollowedFile::held() const {
  return unfinished_[0].text.size() + unfinished_[1].text.size() + tail_->held();
}

void FollowedFile::shrink() {
  if (tail_->held() > 0) {
    tail_->forget();
    return;
  }
  give_up(*std::max_element(
      unfinished_.begin(), unfinished_.end(),
      [](const Unfinished& a, const Unfinished& b) { return a.text.size() < b.text.size(); }));
}

void FollowedFile::let_go() {
  tail_->let_go();
  std::string().swap(text_);
}

bool FollowedFile::give(std::string_view text, std::int64_t time, Json position, LogLine& line) {
  const std::size_t tag = text.find(tag_);
  if (tag == std::string_view::npos) {
    return false;
  }
  text_ = text.substr(tag);
  line_position_ = std::move(position);
  line.time = time;
  line.container = container_;
  if (std::optional<Container> named = take_log_prefix(text); named && container_->engine.empty()) {
    line.container = said(std::move(*named));
  }
  line.text = text_;
  line.bare = false;
  return true;
}

/// Gives a line as it is.
bool FollowedFile::give_whole(std::string text, std::int64_t time, Json position, LogLine& line) {
  text_ = std::move(text);
  line_position_ = std::move(position);
  line.time = time;
  line.container = container_;
  line.text = text_;
  line.bare = false;
  return true;
}

/// Gives the first of the lines that a line wraps; false when it wraps none.
bool FollowedFile::unwrap(std::string_view raw, LogLine& line) {
  wrapped_ = wrapped_lines(raw, tag_);
  if (wrapped_.empty()) {
    return false;
  }
  std::reverse(wrapped_.begin(), wrapped_.end());
  line_position_ = tail_->line_position();
  return give_wrapped(line);
}

/// The container that a line of a log that nobody attests names.
std::shared_ptr<const Container> FollowedFile::said(Container container) {
  container.log = container_->log;
  return containers_.known(std::move(container));
}

bool FollowedFile::give_wrapped(LogLine& line) {
  WrappedLine wrapped = std::move(wrapped_.back());
  wrapped_.pop_back();
  text_ = std::move(wrapped.text);
  line.time = wrapped.time;
  line.container = container_->engine.empty() ? said(std::move(wrapped.container)) : container_;
  line.text = text_;
  line.bare = false;
  return true;
}

/// Before the pieces of unfinished lines, so that they come again.
Json FollowedFile::position() const { return needed_from(tagged_position()); }

/// Before the lines of tracebacks that are not given yet, so that they come again.
Json FollowedFile::needed_from(Json position) const {
  return traces_ ? traces_->needed_from(std::move(position)) : position;
}

Json FollowedFile::tagged_position() const {
  if (!wrapped_.empty()) {
    return line_position_;
  }
  const Json* first = nullptr;
  for (const Unfinished& unfinished : unfinished_) {
    if (!unfinished.position.is_null() && !unfinished.overlong &&
        (first == nullptr || number_at(unfinished.position, "offset") < number_at(*first, "offset"))) {
      first = &unfinished.position;
    }
  }
  return first != nullptr ? *first : tail_->position();
}

}  // namespace cel
