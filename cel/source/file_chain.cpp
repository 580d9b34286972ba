// SPDX-License-Identifier: Apache-2.0
#include "cel/source/file_chain.h"

#include <algorithm>
#include <utility>

namespace cel {

FileChain::FileChain(std::size_t files, Opener opener, LogPlace from)
    : files_(files), opener_(std::move(opener)), next_(from), starts_{{0, from}} {}

std::size_t FileChain::read(char* bytes, std::size_t size) {
  for (;;) {
    if (!input_) {
      if (next_.file >= files_) {
        return 0;
      }
      if (!newline_) {
        newline_ = true;
        ++bytes_;
        *bytes = '\n';
        return 1;
      }
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
