// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/record/json.h"

namespace cel {

/// A report that was given out: its id, and whose it was, since anybody may copy an id.
struct Delivered {
  std::string id;
  std::string container;  ///< the engine's id of it, or empty
  std::string user;       ///< as Container::user
};

/// What `cel follow` remembers: how far each log was read, and the last reports that were given out. Kept in
/// a file, if there is one to keep it in, as lines of JSON: `{"cel":"cursor"}`, then `{"log":KEY,"at":…}` and
/// `{"id":…}`, a later line of a log taking the place of an earlier one. New lines are appended, each by a
/// single write(2); a torn one at the end was never written. Now and then the file is replaced by a shorter
/// one: written aside, synced, renamed. The file is locked (flock(2)) as long as the Cursor lives: two that
/// write one would each give out what the other has noted.
class Cursor {
 public:
  /// `path` may be empty, or name a file that does not exist yet. An error when another process has it.
  static Result<Cursor> open(std::string path);

  const std::map<std::string, Json>& positions() const { return positions_; }
  const std::deque<Delivered>& delivered() const { return delivered_; }

  /// To be called right after a report was given out: the moment between the two is the only one in which a
  /// crash makes it come again.
  Result<void> add(Delivered report);

  /// A log's new position; kept by the next save().
  void move(const std::string& log, Json position);

  /// The log is gone for good.
  void forget(const std::string& log);

  /// Makes everything last, a power cut included.
  Result<void> save();

 private:
  explicit Cursor(std::string path) : path_(std::move(path)) {}
  Result<void> lock();
  Result<void> load();
  void take(const Json& line);
  Result<void> append(const std::string& lines);
  Result<void> replace();

  std::string path_;
  Fd file_;
  std::size_t size_ = 0;
  std::map<std::string, Json> positions_;
  std::deque<Delivered> delivered_;
  std::string unsaved_;  // lines
  bool synced_ = true;
};

}  // namespace cel
