// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/record/json.h"
#include "cel/source/logs/storage.h"

namespace cel {

inline constexpr std::size_t kLongestTailLine = std::size_t{4} << 20U;

/// The lines of a file that grows, over rotation: by renaming (what was written to the old file before its
/// writer took the new one is read), by copying and truncating (what was not read yet is read from the copy),
/// by deletion. Files are known again by inode number and checksum of their first bytes.
class FileTail {
 public:
  /// `one_writer`: who writes the log never comes back to a file once it has taken a new one, as engines do.
  explicit FileTail(std::string path, bool one_writer = false, Storage storage = {})
      : path_(std::move(path)), one_writer_(one_writer), storage_(std::move(storage)) {}

  /// Standard input, a pipe or terminal: it has no positions, and ends.
  static std::unique_ptr<FileTail> of_pipe(int descriptor);

  /// Goes on where position() was. If that file is gone or was compressed meanwhile, begins at the next newer
  /// one.
  Result<void> resume(const Json& position);
  Result<void> begin_at_end();

  /// The next line without its newline, valid until the next call, of at most kLongestTailLine bytes: longer
  /// ones are passed over. False when there is none for now.
  Result<bool> next(std::string_view& line);

  /// Keeps in memory only the beginning of an unfinished line: other files are read now.
  void let_go();

  /// Bytes of that beginning, as far as they can be read again; forget() frees them.
  std::size_t held() const { return pipe_ ? 0 : buffer_.size(); }
  void forget();

  /// Just before the line that next() gave last, and just behind it.
  Json line_position() const { return position_of(line_begin_); }
  Json position() const { return position_of(begin_); }

  /// Whether nothing comes any more: the pipe is closed, or the file has been missing for some seconds.
  bool over() const { return over_; }

 private:
  using Clock = std::chrono::steady_clock;

  Json position_of(std::uint64_t offset) const;
  bool take_line(std::string_view& line);
  Result<bool> read_more();
  Result<bool> look_around();
  Result<bool> open(const std::string& path, std::uint64_t offset);
  bool end_last_line();

  std::string path_;
  bool one_writer_;
  Storage storage_;
  Fd file_;
  bool pipe_ = false;
  bool over_ = false;
  bool renamed_ = false;  // the file was no longer at its path when it was last looked at
  std::uint64_t inode_ = 0;
  std::string head_;  // the file's first bytes, as far as they were there when it was last looked at
  std::string buffer_;
  std::uint64_t buffer_at_ = 0;  // the file's offset of the buffer's first byte
  std::size_t searched_ = 0;     // so far the buffer has no newline behind the last line
  std::uint64_t read_to_ = 0;    // the file's offset behind all that was read
  std::uint64_t begin_ = 0;      // offset behind the last line
  std::uint64_t line_begin_ = 0;
  bool skips_ = false;  // amid a line that is too long
  Clock::time_point quiet_since_ = Clock::now();
};

}  // namespace cel
