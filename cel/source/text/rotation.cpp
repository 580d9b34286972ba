// SPDX-License-Identifier: Apache-2.0
//
// Of FileTail: which of a log's files is read, and where it begins and ends.
#include "cel/source/text/file_tail.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "cel/source/text/first_time.h"

namespace cel {
namespace {

constexpr std::size_t kHead = 256;
constexpr std::chrono::seconds kOldWriter{2};  // may go on writing to a renamed file
constexpr std::chrono::seconds kMissing{5};    // before a file is gone for good

constexpr int kMostOpenings = 8;  // to open a file whose name changes under it

/// How long ago the file was written to.
std::chrono::nanoseconds age_of(const struct stat& status) {
  const auto modified =
      std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  return std::max(std::chrono::nanoseconds(0),
                  std::chrono::system_clock::now().time_since_epoch() - modified);
}

struct stat status_of_open(const Fd& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) {
    status = {};
  }
  return status;
}

}  // namespace

Result<void> FileTail::resume(const Json& position) {
  const FileMark left{number_at(position, "inode").value_or(0),
                      std::string(string_at(position, "head").value_or("")),
                      static_cast<std::int64_t>(number_at(position, "modified").value_or(0))};
  modified_ = left.modified;
  const Result<bool> found = go_on(left, number_at(position, "offset").value_or(0), 0);
  if (!found) {
    return Error{found.error()};
  }
  if (*found) {
    return {};
  }
  const LogHistory history(path_, storage_);
  const bool was_begun = size_of_mark(left.head) > 0;
  const bool is_there = std::any_of(history.files().begin(), history.files().end(),
                                    [&](const KeptFile& file) { return file.inode == left.inode; });
  // All that is there came later; but where the clock was set back, times do not tell.
  Result<void> begun = begin_at_start(history.since(left.modified).empty() ? 0 : left.modified);
  if (begun && left.inode != 0 && (was_begun || !is_there)) {
    note_gap("the file that was read last is gone", left.modified);
  }
  return begun;
}

/// Opens the file with the mark where it was left; false when there is none.
Result<bool> FileTail::go_on(const FileMark& left, std::uint64_t offset, std::uint64_t but) {
  for (int tries = 0; tries < kMostOpenings; ++tries) {
    const std::vector<KeptFile> files = LogHistory(path_, storage_).marked(left, offset, but);
    for (const KeptFile& file : files) {
      Result<bool> opened = open(file, offset);
      if (!opened || *opened) {
        return opened;
      }
    }
    if (files.empty()) {
      break;
    }
  }
  return false;
}

Result<void> FileTail::begin_at_start(std::int64_t modified) {
  Result<bool> opened = false;
  for (int tries = 0; tries < kMostOpenings && opened && !*opened; ++tries) {
    const std::vector<KeptFile> files = LogHistory(path_, storage_).since(modified);
    opened = open(files.empty() ? KeptFile{path_} : files.front(), 0);
    if (files.empty()) {
      break;
    }
  }
  return opened ? Result<void>() : Error{opened.error()};
}

Result<void> FileTail::begin_at_end() {
  Result<bool> opened = open(KeptFile{path_}, 0);
  if (!opened) {
    return Error{opened.error()};
  }
  if (*opened) {
    begin_ = buffer_at_ = read_to_ = offset_of_last_line(file_.descriptor());
  }
  return {};
}

/// Opens a file of the log; false when it is not there any more, or does not reach so far.
Result<bool> FileTail::open(const KeptFile& file, std::uint64_t offset) {
  Fd descriptor = storage_.open(file.path);
  if (!descriptor) {
    return errno == ENOENT ? Result<bool>(false)
                           : Error{"cannot read " + file.path + ": " + errno_text(errno)};
  }
  const struct stat status = status_of_open(descriptor);
  if (file.inode != 0 && status.st_ino != file.inode) {
    return false;
  }
  TailFile opened(std::move(descriptor),
                  file.compressed ? TailFile::Kind::compressed : TailFile::Kind::plain);
  std::string head = opened.head(kHead);
  if (!opened.reaches(offset)) {
    return false;
  }
  file_ = std::move(opened);
  opened_ = file.path;
  head_ = std::move(head);
  inode_ = status.st_ino;
  ++generation_;
  // A compressed file may have been made after later ones were written.
  modified_ = file.compressed ? modified_ : modified_at(status);
  buffer_.clear();
  begin_ = buffer_at_ = read_to_ = offset;
  skips_ = renamed_ = false;
  // By the file's own time: a follower that is killed again and again has no time of its own to wait.
  quiet_since_ = Clock::now() - std::min<Clock::duration>(age_of(status), kOldWriter);
  in_place_ = Clock::now();
  return true;
}

/// At the end of what is there: whether the log goes on elsewhere.
Result<bool> FileTail::look_around() {
  if (file_.is_pipe()) {
    return false;
  }
  if (!file_) {
    over_ = Clock::now() - quiet_since_ >= kMissing;
    return open(KeptFile{path_}, 0);
  }
  if (file_.is_compressed()) {
    return leave(true);
  }
  if (size_of(file_.descriptor()) < buffer_at_ + buffer_.size() || was_replaced()) {
    return find_copy();
  }
  const bool quiet = Clock::now() - quiet_since_ >= kOldWriter;
  modified_ = modified_at(status_of_open(file_.descriptor()));
  if (head_.size() < kHead) {
    head_ = file_.head(kHead);
  }
  if (inode_at(path_, storage_) == inode_) {
    quiet_since_ = in_place_ = Clock::now();
    renamed_ = false;
    return false;
  }
  if (!std::exchange(renamed_, true)) {
    return true;  // its last lines may have come just before it was renamed
  }
  return leave(quiet);
}

/// The file was copied and truncated: what was not read yet is in the copy.
Result<bool> FileTail::find_copy() {
  const std::int64_t last = modified_;
  Result<bool> found = go_on({0, mark_of(head_), modified_}, begin_, inode_);
  if (!found || *found) {
    return found;
  }
  const Result<void> begun = begin_at_start(modified_);
  note_gap("it was truncated, and there is no copy of it", last);
  return begun ? Result<bool>(true) : Error{begun.error()};
}

/// All of the file is read, and it is not the log's last one: goes on to the one that its writer took next.
Result<bool> FileTail::leave(bool quiet) {
  const LogHistory::Followers next = LogHistory(path_, storage_).after({inode_, mark_of(head_), modified_});
  const auto now = Clock::now();
  in_place_ = next.is_known ? now : in_place_;
  const auto first =
      std::find_if(next.files.begin(), next.files.end(), [](const KeptFile& file) { return file.size > 0; });
  const std::uint64_t current = inode_at(path_, storage_);
  if (first == next.files.end()) {
    // A new file in which nothing is yet: its writer may still have the old one.
    over_ = current == 0 && now - quiet_since_ >= kMissing && !end_last_line();
    return false;
  }
  if (!quiet && !one_writer_ && first->inode == current) {
    return false;
  }
  if (end_last_line()) {
    return true;
  }
  // One that was removed where it was is followed by the log's own file; others may have been between.
  const bool is_gap = !next.is_known && status_of_open(file_.descriptor()).st_nlink == 0 &&
                      (first->inode != current || now - in_place_ > kMissing);
  const std::int64_t last = modified_;
  Result<bool> opened = open(*first, 0);
  if (is_gap && opened && *opened) {
    note_gap("files were rotated away before they were read", last);
  }
  return opened;
}

void FileTail::note_gap(std::string why, std::int64_t after) {
  gap_ = LogGap{nullptr, after, first_time(opened_, storage_), std::move(why)};
}

}  // namespace cel
