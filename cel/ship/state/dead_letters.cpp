// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/dead_letters.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/ship/state/state_folder.h"

namespace cel {
namespace {

constexpr off_t kLargestLetters = 64 << 20;
constexpr unsigned kLettersMode = 0600;

}  // namespace

Result<void> DeadLetters::add(const std::string& destination, const std::string& answer, const Json& report) {
  const Json letter{
      {"time", unix_time()}, {"destination", destination}, {"answer", answer}, {"report", report}};
  const std::lock_guard lock(mutex_);
  struct stat status {};
  if (stat(path_.c_str(), &status) == 0 && status.st_size > kLargestLetters) {
    (void)std::rename(path_.c_str(), (path_ + ".old").c_str());
  }
  const Fd file = open_file(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND, kLettersMode);
  if (!file || !write_whole(file.get(), to_line(letter) + '\n') || fdatasync(file.get()) != 0) {
    return Error{"cannot write " + path_ + ": " + errno_text(errno)};
  }
  return {};
}

}  // namespace cel
