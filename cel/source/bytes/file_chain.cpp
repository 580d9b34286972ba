// SPDX-License-Identifier: Apache-2.0
#include "cel/source/bytes/file_chain.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr std::uint64_t kLeastMapped = std::uint64_t{256} << 10U;  // less is read as fast

}  // namespace

FileChain::FileChain(std::size_t files, Opener opener, LogPlace from)
    : files_(files), opener_(std::move(opener)), next_(from), starts_{{0, from}} {}

std::size_t FileChain::read(char* bytes, std::size_t size) {
  while (input_ || next_.file < files_) {
    if (!input_ && !newline_) {
      newline_ = true;
      ++bytes_;
      *bytes = '\n';
      return 1;
    }
    if (!input_) {
      open_next();
      continue;
    }
    const Result<std::size_t> got = input_->read(bytes, size);
    if (got && *got > 0) {
      newline_ = bytes[*got - 1] == '\n';
      bytes_ += *got;
      return *got;
    }
    if (!got) {
      fail(got.error());
    }
    input_.reset();
  }
  return 0;
}

FileWindow FileChain::map(std::uint64_t from, std::size_t size) {
  if (!input_ && newline_ && next_.file < files_) {
    open_next();
  }
  const Fd* file = input_ ? input_->plain_file() : nullptr;
  const LogPlace begin = place(from);
  const LogPlace read = place(bytes_);
  struct stat status {};
  if (file == nullptr || begin.file != read.file || fstat(file->get(), &status) != 0 ||
      !S_ISREG(status.st_mode)) {
    return {};
  }
  const auto there = static_cast<std::uint64_t>(status.st_size);
  if (there < read.offset + kLeastMapped) {
    return {};
  }
  const std::uint64_t end = std::min<std::uint64_t>(there, read.offset + size);
  FileWindow window(*file, begin.offset, end - begin.offset);
  if (!window || lseek(file->get(), static_cast<off_t>(end), SEEK_SET) < 0) {
    return {};
  }
  bytes_ += end - read.offset;
  newline_ = window.bytes().back() == '\n';
  return window;
}

void FileChain::open_next() {
  starts_.push_back({bytes_, next_});
  Result<std::unique_ptr<ByteInput>> opened = opener_(next_);
  next_ = LogPlace{next_.file + 1, 0};
  if (opened) {
    input_ = std::move(*opened);
  } else {
    fail(opened.error());
  }
}

void FileChain::fail(const std::string& message) {
  if (error_.empty()) {
    error_ = message;
  }
}

LogPlace FileChain::place(std::uint64_t number) const {
  const auto after =
      std::upper_bound(starts_.begin(), starts_.end(), number,
                       [](std::uint64_t wanted, const Start& start) { return wanted < start.number; });
  const Start& start = *std::prev(after);
  return LogPlace{start.place.file, start.place.offset + (number - start.number)};
}

}  // namespace cel
