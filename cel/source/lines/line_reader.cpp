// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/line_reader.h"

#include <algorithm>

#include "cel/source/lines/text_scan.h"

namespace cel {
namespace {
constexpr std::size_t kReadSize = std::size_t{64} << 10U;
}

bool LineReader::more() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kReadSize);
  const std::size_t got = chain_.read(buffer_.data() + before, kReadSize);
  buffer_.resize(before + got);
  return got > 0;
}

bool LineReader::line(std::string_view& line) {
  bool too_long = false;
  std::size_t searched = begin_;
  for (;;) {
    const std::size_t newline = buffer_.find('\n', searched);
    if (newline == std::string::npos) {
      searched = buffer_.size() - begin_;
      if (searched > kLongestLine) {
        overlong_ += too_long ? 0 : 1;
        too_long = true;
        begin_ = buffer_.size();
        searched = 0;
      }
      if (more()) {
        continue;
      }
      if (buffer_.empty()) {
        return false;
      }
    }
    line =
        std::string_view(buffer_).substr(begin_, newline == std::string::npos ? newline : newline - begin_);
    begin_ = newline == std::string::npos ? buffer_.size() : newline + 1;
    searched = begin_;
    if (!too_long) {
      return true;
    }
    too_long = false;
  }
}

bool LineReader::bytes(std::uint64_t size, std::string& bytes) {
  bytes.clear();
  while (bytes.size() < size) {
    if (begin_ == buffer_.size() && !more()) {
      return false;
    }
    const std::size_t part = std::min<std::uint64_t>(size - bytes.size(), buffer_.size() - begin_);
    bytes.append(buffer_, begin_, part);
    begin_ += part;
  }
  return true;
}

bool LineReader::skip(std::uint64_t size) {
  while (size > 0) {
    if (begin_ == buffer_.size() && !more()) {
      return false;
    }
    const std::size_t part = std::min<std::uint64_t>(size, buffer_.size() - begin_);
    begin_ += part;
    size -= part;
  }
  return true;
}

}  // namespace cel
