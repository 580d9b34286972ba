// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/position_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cel/base/text.h"
#include "cel/ship/state/state_folder.h"

namespace cel {

Result<PositionFile> PositionFile::open(const std::string& path) {
  constexpr unsigned kPositionMode = 0600;
  const Result<std::string> text = read_file(path);
  if (!text) {
    return Error{text.error()};
  }
  PositionFile position;
  const std::string_view digits = trimmed(*text);
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - (digits.empty() ? 0 : 1));
  position.number_ = whole_number(digits.substr(zeros), 0, INT64_MAX);
  if (!position.number_ && !text->empty()) {
    return Error{path + " is no position: remove it, and the destination gets what comes from now on"};
  }
  position.path_ = path;
  position.file_ = open_file(path.c_str(), O_WRONLY | O_CREAT, kPositionMode);
  if (!position.file_) {
    return Error{"cannot write " + path + ": " + errno_text(errno)};
  }
  if (text->empty()) {
    sync_folder_of(path);
  }
  return position;
}

Result<void> PositionFile::write(std::uint64_t number, bool now) {
  constexpr std::chrono::seconds kSyncedEvery{1};
  if (number_ != number) {
    const std::string text = fmt::format("{:020}\n", number);
    if (pwrite(file_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
      return Error{"cannot write " + path_ + ": " + errno_text(errno)};
    }
    number_ = number;
    is_synced_ = false;
  }
  const auto moment = std::chrono::steady_clock::now();
  if (!is_synced_ && (now || moment - synced_ > kSyncedEvery)) {
    if (fdatasync(file_.get()) != 0) {
      return Error{"cannot write " + path_ + ": " + errno_text(errno)};
    }
    is_synced_ = true;
    synced_ = moment;
  }
  return {};
}

}  // namespace cel
