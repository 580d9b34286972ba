// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/record/json.h"
#include "cel/report/follow/cursor_file.h"

namespace cel {

/// What `cel follow` remembers, kept in a file, if there is one to keep it in. New lines are appended, each
/// by a single write(2); now and then the file is replaced by a shorter one: written aside, synced, renamed.
class Cursor {
 public:
  /// `path` may be empty, or name a file that does not exist yet. An error when another process has it.
  static Result<Cursor> open(std::string path);

  const std::map<std::string, Json>& positions() const { return content_.positions; }
  const std::deque<Delivered>& delivered() const { return content_.delivered; }

  /// To be called right after a report was given out: the moment between the two is the only one in which a
  /// crash makes it come again.
  Result<void> add(Delivered report);

  /// A log's new position; kept by the next save().
  void move(const std::string& log, Json position);

  /// Removes a log that is gone and will not come back.
  void forget(const std::string& log);

  /// Makes everything last, a power cut included.
  Result<void> save();

 private:
  explicit Cursor(std::string path) : path_(std::move(path)) {}
  Result<void> lock();
  Result<void> load();
  Result<void> append(const std::string& lines);
  Result<void> replace();

  std::string path_;
  Fd file_;
  std::size_t size_ = 0;
  CursorContent content_;
  std::string unsaved_;  // lines
  bool synced_ = true;
};

}  // namespace cel
