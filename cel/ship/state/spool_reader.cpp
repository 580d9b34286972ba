// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/spool_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kFirstRead = 64U << 10U;  // bytes

}  // namespace

Result<std::vector<SpoolReader::Line>> SpoolReader::read(std::size_t reports, std::size_t bytes) {
  std::vector<Line> lines;
  std::string text;
  for (bool is_at_end = false; text.empty() && !is_at_end;) {
    Result<std::string> read = file_ ? whole_lines_from(offset_, bytes) : std::string();
    if (!read) {
      return Error{read.error()};
    }
    text = std::move(*read);
    if (text.empty()) {
      const Result<bool> opened = open_next();
      if (!opened) {
        return Error{opened.error()};
      }
      is_at_end = !*opened;
    }
  }
  std::size_t taken = 0;
  while (taken < text.size() && lines.size() < reports) {
    const std::size_t end = text.find('\n', taken);
    if (!lines.empty() && end > bytes) {
      break;
    }
    lines.push_back({number_++, text.substr(taken, end - taken)});
    taken = end + 1;
  }
  offset_ += taken;
  return lines;
}

/// Opens the segment that the next report is in, unless that one is open. Whether it did.
Result<bool> SpoolReader::open_next() {
  const auto segment = spool_.segment_of(number_);
  if (!segment || (file_ && segment->first == first_)) {
    return false;
  }
  path_ = spool_.path_of(*segment);
  file_ = open_file(path_.c_str(), O_RDONLY);
  if (!file_) {
    if (errno == ENOENT) {  // dropped just now
      return open_next();
    }
    return Error{"cannot read " + path_ + ": " + errno_text(errno)};
  }
  first_ = segment->first;
  offset_ = 0;
  if (first_ > number_) {
    skipped_ += first_ - number_;
    number_ = first_;
  }
  const Result<void> passed = pass_over(number_ - first_);
  return passed ? Result<bool>(true) : Error{passed.error()};
}

/// Whole lines of the open file, `bytes` of them or more if the first line is longer. A line that is being
/// written is not whole yet.
Result<std::string> SpoolReader::whole_lines_from(std::uint64_t offset, std::size_t bytes) const {
  std::string text;
  for (std::size_t wanted = std::min(kFirstRead, bytes);; wanted *= 2) {
    const std::size_t before = text.size();
    text.resize(wanted);
    const ssize_t size =
        pread(file_.get(), text.data() + before, wanted - before, static_cast<off_t>(offset + before));
    if (size < 0) {
      return Error{"cannot read " + path_ + ": " + errno_text(errno)};
    }
    text.resize(before + static_cast<std::size_t>(size));
    const bool is_at_end = text.size() < wanted;
    if (is_at_end || (wanted >= bytes && whole_lines(text) > 0)) {
      text.resize(whole_lines(text));
      return text;
    }
  }
}

Result<void> SpoolReader::pass_over(std::uint64_t lines) {
  while (lines > 0) {
    const Result<std::string> text = whole_lines_from(offset_, kFirstRead);
    if (!text) {
      return Error{text.error()};
    }
    if (text->empty()) {
      return Error{path_ + " has fewer reports than the name of the next file says: move the folder away"};
    }
    std::size_t taken = 0;
    for (; lines > 0 && taken < text->size(); --lines) {
      taken = text->find('\n', taken) + 1;
    }
    offset_ += taken;
  }
  return {};
}

}  // namespace cel
