// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/tail_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "cel/source/logs/file_mark.h"

namespace cel {
namespace {

constexpr std::size_t kOfGzip = std::size_t{128} << 10U;   // zlib's window, and a block that waits
constexpr std::size_t kOfOthers = std::size_t{16} << 20U;  // as much as most of them take
constexpr std::size_t kCompressionHead = 6;                // bytes that tell a compression

}  // namespace

Result<std::size_t> TailFile::read(std::uint64_t offset, char* bytes, std::size_t size) {
  if (kind_ == Kind::compressed) {
    if (ended_ && offset >= at_) {
      return 0U;
    }
    const Result<void> begun = begin_at(offset);
    Result<std::size_t> got = !begun          ? Error{begun.error()}
                              : at_ == offset ? input_->read(bytes, size)
                                              : Result<std::size_t>(0U);
    at_ += got ? *got : 0;
    ended_ = !got || *got == 0;
    return got;
  }
  pollfd ready{file_.get(), POLLIN, 0};
  if (kind_ == Kind::pipe && poll(&ready, 1, 0) == 0) {
    return 0U;
  }
  const ssize_t got = kind_ == Kind::pipe ? ::read(file_.get(), bytes, size)
                                          : pread(file_.get(), bytes, size, static_cast<off_t>(offset));
  if (got < 0 && errno != EINTR && errno != EAGAIN) {
    return Error{errno_text(errno)};
  }
  ended_ = got == 0 && kind_ == Kind::pipe;
  return static_cast<std::size_t>(std::max<ssize_t>(got, 0));
}

/// Makes `input_` stand at the offset, or at the end if that is before it.
Result<void> TailFile::begin_at(std::uint64_t offset) {
  if (!input_ || at_ > offset) {
    Fd again(fcntl(file_.get(), F_DUPFD_CLOEXEC, 3));
    if (!again || lseek(again.get(), 0, SEEK_SET) < 0) {
      return Error{errno_text(errno)};
    }
    compression_ = compression_of(head_of(file_, kCompressionHead));
    input_ = decompressed(raw_input(std::move(again)), compression_);
    at_ = 0;
    ended_ = false;
  }
  std::array<char, 16384> passed{};
  while (at_ < offset) {
    const std::size_t size = std::min<std::uint64_t>(passed.size(), offset - at_);
    const Result<std::size_t> got = input_->read(passed.data(), size);
    if (!got) {
      return Error{got.error()};
    }
    if (*got == 0) {
      break;
    }
    at_ += *got;
  }
  return {};
}

std::string TailFile::head(std::size_t size) {
  if (kind_ != Kind::compressed) {
    return head_of(file_, size);
  }
  std::string head(size, '\0');
  std::size_t there = 0;
  while (there < size) {
    const Result<std::size_t> got = read(there, head.data() + there, size - there);
    if (!got || *got == 0) {
      break;
    }
    there += *got;
  }
  head.resize(there);
  return head;
}

bool TailFile::reaches(std::uint64_t offset) {
  return kind_ == Kind::compressed ? begin_at(offset) && at_ == offset : size_of(file_) >= offset;
}

void TailFile::rest() {
  input_.reset();
  ended_ = false;
}

std::size_t TailFile::held() const {
  return !input_ ? 0 : compression_ == Compression::gzip ? kOfGzip : kOfOthers;
}

}  // namespace cel
