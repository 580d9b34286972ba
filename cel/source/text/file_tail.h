// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cel/base/result.h"
#include "cel/record/json.h"
#include "cel/source/followed_log.h"
#include "cel/source/logs/file_mark.h"
#include "cel/source/logs/log_history.h"
#include "cel/source/logs/storage.h"
#include "cel/source/text/tail_file.h"

namespace cel {

inline constexpr std::size_t kLongestTailLine = std::size_t{4} << 20U;

/// The lines of a file that grows, over rotation: by renaming (what was written to the old file before its
/// writer took the new one is read), by copying and truncating (what was not read yet is read from the copy),
/// by deletion. Files are known again by inode number and checksum of their first bytes, compressed or not,
/// and all that were rotated since are read in their order. What is gone before it was read is a gap.
class FileTail {
 public:
  /// `one_writer`: who writes the log never comes back to a file once it has taken a new one, as engines do.
  explicit FileTail(std::string path, bool one_writer = false, Storage storage = {})
      : path_(std::move(path)), one_writer_(one_writer), storage_(std::move(storage)) {}

  /// Standard input, a pipe or terminal: it has no positions, and ends.
  static std::unique_ptr<FileTail> of_pipe(int descriptor);

  /// Goes on where position() was. If that file is gone, begins at the oldest one that came later.
  Result<void> resume(const Json& position);

  /// Begins at the oldest file that was written to at `modified`, in microseconds since 1970, or later, or
  /// else at the log's own one.
  Result<void> begin_at_start(std::int64_t modified);
  Result<void> begin_at_end();

  /// The next line without its newline, valid until the next call, of at most kLongestTailLine bytes: longer
  /// ones are passed over. False when there is none for now.
  Result<bool> next(std::string_view& line);

  /// Keeps in memory only the beginning of an unfinished line: other files are read now.
  void let_go();

  /// Bytes of that beginning, as far as they can be read again; forget() frees them.
  std::size_t held() const { return file_.is_pipe() ? 0 : buffer_.size() + file_.held(); }
  void forget();

  /// Where in its file the line begins that next() gave last, and the number of that file: each that is
  /// opened has another one.
  std::uint64_t line_offset() const { return line_begin_; }
  std::uint64_t generation() const { return generation_; }

  /// Just before the line that next() gave last, and just behind it.
  Json line_position() const { return position_of(line_begin_); }
  Json position() const { return position_of(begin_); }

  /// Whether nothing comes any more: the pipe is closed, or the file has been missing for some seconds.
  bool over() const { return over_; }

  /// What is missing before the line that next() gave last, or before what comes; once.
  std::optional<LogGap> take_gap() { return std::exchange(gap_, std::nullopt); }

 private:
  using Clock = std::chrono::steady_clock;

  Json position_of(std::uint64_t offset) const;
  bool take_line(std::string_view& line);
  Result<bool> read_more();
  bool was_replaced() const;
  Result<bool> look_around();
  Result<bool> leave(bool quiet);
  Result<bool> open(const KeptFile& file, std::uint64_t offset);
  Result<bool> go_on(const FileMark& left, std::uint64_t offset, std::uint64_t but);
  Result<bool> find_copy();
  void note_gap(std::string why, std::int64_t after);
  bool end_last_line();

  std::string path_;
  bool one_writer_;
  Storage storage_;
  TailFile file_;
  std::string opened_;  // its name when it was opened
  bool over_ = false;
  bool renamed_ = false;  // the file was no longer at its path when it was last looked at
  std::uint64_t inode_ = 0;
  std::uint64_t generation_ = 0;
  std::int64_t modified_ = 0;  // microseconds: when the file had been written to as it was last looked at
  std::string head_;           // the file's first bytes, as far as they were there when it was last looked at
  std::string buffer_;
  std::uint64_t buffer_at_ = 0;  // the file's offset of the buffer's first byte
  std::size_t searched_ = 0;     // so far the buffer has no newline behind the last line
  std::uint64_t read_to_ = 0;    // the file's offset behind all that was read
  std::uint64_t begin_ = 0;      // offset behind the last line
  std::uint64_t line_begin_ = 0;
  bool skips_ = false;  // amid a line that is too long
  Clock::time_point quiet_since_ = Clock::now();
  Clock::time_point in_place_ = Clock::now();  // when the file was last seen among those of the log
  std::optional<LogGap> gap_;
};

}  // namespace cel
