// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/overflow.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

namespace cel {
namespace {

constexpr std::uint64_t kMostOnDisk = std::uint64_t{1} << 30U;

}  // namespace

Overflow& Overflow::shared() {
  static Overflow overflow;
  return overflow;
}

bool Overflow::write(std::string_view bytes, std::uint64_t& offset) {
  if ((!file_ && !open()) || end_ + bytes.size() > kMostOnDisk) {
    return false;
  }
  offset = end_;
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written =
        pwrite(file_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (written <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(written);
  }
  end_ += bytes.size();
  used_ += bytes.size();
  return true;
}

bool Overflow::read(std::uint64_t offset, std::string& bytes) {
  const ssize_t got = pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  return got == static_cast<ssize_t>(bytes.size());
}

void Overflow::release(std::size_t size) {
  used_ -= size;
  end_ = used_ == 0 ? 0 : end_;
}

bool Overflow::open() {
  if (tried_) {
    return false;
  }
  tried_ = true;
  const char* folder = std::getenv("TMPDIR");
  file_ = open_file(folder != nullptr && *folder != '\0' ? folder : "/var/tmp", O_TMPFILE | O_RDWR, 0600);
  if (!file_) {
    file_ = open_file("/tmp", O_TMPFILE | O_RDWR, 0600);
  }
  return static_cast<bool>(file_);
}

}  // namespace cel
