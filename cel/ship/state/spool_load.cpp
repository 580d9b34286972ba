// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "cel/ship/state/spool.h"
#include "cel/ship/state/state_folder.h"

namespace cel {

Spool::Spool(std::string folder, std::uint64_t most) : folder_(std::move(folder)), most_(most) {}

Result<std::unique_ptr<Spool>> Spool::open(std::string folder, std::uint64_t most) {
  Result<void> ready = make_folder(folder);
  Result<std::vector<std::uint64_t>> numbers = ready ? segments_in(folder) : Error{ready.error()};
  if (!numbers) {
    return Error{numbers.error()};
  }
  std::unique_ptr<Spool> spool(new Spool(std::move(folder), most));
  ready = spool->load(*numbers);
  return ready ? Result<std::unique_ptr<Spool>>(std::move(spool)) : Error{ready.error()};
}

/// Segments before the last are whole: their sizes are known by status, their counts by the next one's name.
Result<void> Spool::load(const std::vector<std::uint64_t>& numbers) {
  for (std::size_t at = 0; at + 1 < numbers.size(); ++at) {
    struct stat status {};
    Segment segment{numbers[at], numbers[at + 1] - numbers[at], 0};
    if (stat(path_of(segment).c_str(), &status) != 0) {
      return Error{"cannot read " + path_of(segment) + ": " + errno_text(errno)};
    }
    segment.bytes = static_cast<std::uint64_t>(status.st_size);
    bytes_ += segment.bytes;
    segments_.push_back(segment);
  }
  if (!segments_.empty()) {
    Result<std::string> content = read_file(path_of(segments_.back()));
    if (!content) {
      return Error{content.error()};
    }
    remember(*content);
  }
  return load_last({numbers.empty() ? 0 : numbers.back(), 0, 0});
}

/// The last segment, which may be new, is cut where a crash left a torn line.
Result<void> Spool::load_last(Segment segment) {
  const std::string path = path_of(segment);
  Result<std::string> content = read_file(path);
  if (!content) {
    return Error{content.error()};
  }
  const std::string_view lines = std::string_view(*content).substr(0, whole_lines(*content));
  segment.count = static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
  segment.bytes = lines.size();
  last_ = open_file(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, kSegmentMode);
  if (!last_ || ftruncate(last_.get(), static_cast<off_t>(segment.bytes)) != 0) {
    return Error{"cannot write " + path + ": " + errno_text(errno)};
  }
  sync_folder_of(path);
  synced_ = false;  // a killed program's lines may still be in memory only
  bytes_ += segment.bytes;
  segments_.push_back(segment);
  arrivals_.add(segments_.front().first, Arrivals::Clock::now());
  remember(lines);
  return {};
}

/// What the log's cursor does not know of yet lies within the last two segments.
void Spool::remember(std::string_view lines) {
  for (std::size_t end = 0; (end = lines.find('\n')) != std::string_view::npos;
       lines.remove_prefix(end + 1)) {
    added_before_.insert(line_digest(lines.substr(0, end)));
  }
}

}  // namespace cel
