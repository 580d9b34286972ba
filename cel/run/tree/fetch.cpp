// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/fetch.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/redact/redact.h"
#include "cel/run/process/limit.h"
#include "cel/run/process/say.h"
#include "cel/run/tree/download.h"

namespace cel {
namespace {

constexpr std::size_t kLargest = std::size_t{1} << 30U;

Error failed(const TreeSource& source, const std::string& why) {
  return Error{"fstree: cannot get " + valid_utf8(own_redactor().text(source.place)) + ": " + why};
}

/// A file without a name: on a disk where it can be, else in memory.
Fd temporary_file(const Environment& environment) {
  const char* folder = value_of(environment, "TMPDIR");
  Fd file = open_file(folder != nullptr ? folder : "/tmp", O_RDWR | O_TMPFILE, 0600);
  return file ? std::move(file) : above_standard(Fd(memfd_create("cel-fstree", MFD_CLOEXEC)));
}

Result<void> copy(const TreeSource& source, int target) {
  const Fd file = open_file(source.place.c_str(), O_RDONLY | O_NONBLOCK);
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0) {
    return failed(source, errno_text(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return failed(source, "it is no file");
  }
  std::size_t size = 0;
  for (ssize_t sent = 1; sent > 0 && size <= kLargest;
       size += static_cast<std::size_t>(std::max(sent, ssize_t{0}))) {
    sent = sendfile(target, file.get(), nullptr, kLargest);
    if (sent < 0) {
      return failed(source, errno_text(errno));
    }
  }
  return {};
}

Result<void> download(const TreeSource& source, const Environment& environment, Supervisor& supervisor,
                      int target) {
  Result<Command> command = download_command(source, environment);
  if (!command) {
    return failed(source, command.error());
  }
  command->output = target;
  const ResourceLimit limit(RLIMIT_FSIZE, kLargest + 1);  // of a file that a process of ours makes
  const Result<Ending> ending = supervisor.run(*command);
  if (!ending) {
    return failed(source, ending.error());
  }
  if (ending->exit_status() != 0) {
    return failed(source, why_failed(*command, ending->exit_status()));
  }
  return {};
}

Result<std::string> digest_of(const TreeSource& source, int fd) {
  Sha256 hash;
  std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  std::size_t size = 0;
  ssize_t count = lseek(fd, 0, SEEK_SET) == 0 ? 1 : -1;
  while (count > 0 && size <= kLargest) {
    count = read(fd, buffer.data(), buffer.size());
    if (count > 0) {
      hash.add({buffer.data(), static_cast<std::size_t>(count)});
      size += static_cast<std::size_t>(count);
    }
  }
  if (count < 0) {
    return failed(source, errno_text(errno));
  }
  if (size > kLargest) {
    return failed(source, "it has more than " + std::to_string(kLargest) + " bytes");
  }
  return hex(hash.digest().data(), Sha256Digest().size());
}

}  // namespace

Result<Fd> fetch(const TreeSource& source, const Environment& environment, Supervisor& supervisor) {
  Fd file = temporary_file(environment);
  if (!file) {
    return failed(source, "no temporary file: " + errno_text(errno));
  }
  const Result<void> got =
      source.is_http() ? download(source, environment, supervisor, file.get()) : copy(source, file.get());
  if (!got) {
    return Error{got.error()};
  }
  const Result<std::string> digest = digest_of(source, file.get());
  if (!digest) {
    return Error{digest.error()};
  }
  const std::string place = valid_utf8(own_redactor().text(source.place));
  if (source.sha256.empty()) {
    say("WARNING: fstree: nobody vouches for " + place + ": without #sha256=" + *digest +
        " whatever comes from there is laid");
  } else if (*digest != source.sha256) {
    return failed(source, "its sha256 is " + *digest + ", and was to be " + source.sha256);
  }
  say("fstree: " + place + " sha256=" + *digest);
  return file;
}

}  // namespace cel
