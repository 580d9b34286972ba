// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/source/followed_log.h"
#include "cel/source/lines/known_containers.h"
#include "cel/source/lines/piece.h"
#include "cel/source/lines/wrapped_line.h"
#include "cel/source/text/file_tail.h"
#include "cel/source/text/followed_tracebacks.h"

namespace cel {

/// One log file as it grows: its lines with the tag, or every line.
class FollowedFile : public FollowedLog {
 public:
  /// With `wanted.tracebacks` also those that are printed there, as bare records.
  FollowedFile(std::unique_ptr<FileTail> tail, Container container, const Wanted& wanted);

  Result<bool> read(LogLine& line) override;
  void let_go() override;
  std::size_t held() const override;
  void shrink() override;
  Json line_position() const override { return needed_from(line_position_); }
  Json position() const override;
  /// Nothing is written any more: once all is read, the log is over.
  void end() { ended_ = true; }

  bool over() const override { return (ended_ || tail_->over()) && (!traces_ || !traces_->waits()); }
  std::optional<LogGap> take_gap() override { return std::exchange(gap_, std::nullopt); }

 private:
  /// A line of the container, as far as the engine has written its pieces.
  struct Unfinished {
    std::string text;
    Json position;  // before its first piece; null when there is none
    std::int64_t time = 0;
    bool overlong = false;
  };

  bool take(std::string_view raw, LogLine& line);
  void take_gap_of_tail();
  static void append(Unfinished& unfinished, const Piece& piece);
  static void give_up(Unfinished& unfinished);
  bool give(std::string_view text, std::int64_t time, Json position, LogLine& line);
  bool give_whole(std::string text, std::int64_t time, Json position, LogLine& line);
  bool unwrap(std::string_view raw, LogLine& line);
  bool give_wrapped(LogLine& line);
  Json tagged_position() const;
  Json needed_from(Json position) const;
  std::shared_ptr<const Container> said(Container container);

  std::unique_ptr<FileTail> tail_;
  std::shared_ptr<const Container> container_;
  std::string tag_;
  bool every_line_;
  std::array<Unfinished, 2> unfinished_;  // by stream
  std::vector<WrappedLine> wrapped_;      // of the last line, those that have not come out yet last first
  KnownContainers containers_;            // that they are said to be of
  std::string text_;
  Json line_position_;
  std::optional<LogGap> gap_;
  std::unique_ptr<FollowedTracebacks> traces_;
  bool ended_ = false;
};

}  // namespace cel
