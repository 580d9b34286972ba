// SPDX-License-Identifier: Apache-2.0
#include "cel/source/bytes/byte_input.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace cel {
namespace {

class RawInput : public ByteInput {
 public:
  explicit RawInput(Fd file) : file_(std::move(file)) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    ssize_t got = -1;
    do {
      got = ::read(file_.get(), bytes, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
      return Error{errno_text(errno)};
    }
    return static_cast<std::size_t>(got);
  }

  const Fd* plain_file() const override { return &file_; }

 private:
  Fd file_;
};

}  // namespace

std::unique_ptr<ByteInput> raw_input(Fd file) { return std::make_unique<RawInput>(std::move(file)); }

Compression compression_of(std::string_view head) {
  if (head.starts_with("\x1f\x8b\x08")) {
    return Compression::gzip;
  }
  if (head.starts_with("\x28\xb5\x2f\xfd")) {
    return Compression::zstd;
  }
  if (head.starts_with("BZh") && head.size() > 3 && head[3] >= '1' && head[3] <= '9') {
    return Compression::bzip2;
  }
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) {
    return Compression::utf16;
  }
  return head.starts_with(std::string_view("\xfd\x37zXZ\0", 6)) ? Compression::xz : Compression::none;
}

}  // namespace cel
