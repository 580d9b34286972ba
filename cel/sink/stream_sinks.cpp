// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/stream_sinks.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cel/base/file_status.h"
#include "cel/base/text.h"
#include "cel/sink/container.h"
#include "cel/sink/stream_sink.h"

namespace cel {
namespace {

class InheritedStream : public StreamSink {
 public:
  InheritedStream(int fd, bool named) : fd_(fd), named_(named) {}

  std::string name() const override {
    return named_                 ? "file descriptor " + std::to_string(fd_)
           : fd_ == STDOUT_FILENO ? "the inherited stdout"
                                  : "the inherited stderr";
  }

 protected:
  Result<LineWriter> open_stream() override {
    if (Result<void> checked = check_stream(fd_); !checked) {
      return Error{checked.error()};
    }
    const int flags = fcntl(fd_, F_GETFL);
    if (flags >= 0 && ((flags & O_ACCMODE) == O_RDONLY || (flags & O_PATH) != 0)) {
      return Error{"is not open for writing"};
    }
    struct stat status {};
    if (!named_ && file_status(fd_, status) && S_ISREG(status.st_mode)) {
      return Error{"is a regular file, which is not the container's log"};
    }
    if (!named_ && captured_by_ancestor(fd_)) {
      return Error{"is captured by a parent, who must not find a report in it"};
    }
    return LineWriter::inherited(fd_);
  }

 private:
  int fd_;
  bool named_;
};

class FileSink : public StreamSink {
 public:
  explicit FileSink(std::string path) : path_(std::move(path)) {}

  std::string name() const override { return path_; }

 protected:
  Result<LineWriter> open_stream() override {
    Fd file = open_file(path_.c_str(), kAppend | O_CREAT, 0644);
    if (!file) {
      return Error{"cannot open it for appending: " + errno_text(errno) + ": " + permissions()};
    }
    if (Result<void> checked = check_stream(file.get()); !checked) {
      return Error{checked.error()};
    }
    return LineWriter::own(std::move(file));
  }

 private:
  /// Returns the owner and mode of the file, or of its folder, and this program's user.
  std::string permissions() const {
    const std::size_t slash = path_.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
    struct stat status {};
    for (const std::string& path : {path_, folder}) {
      if (stat(path.c_str(), &status) == 0) {
        return path + " has mode " + octal(status.st_mode) + " and belongs to uid " +
               std::to_string(status.st_uid) + " gid " + std::to_string(status.st_gid) +
               ", this program runs as uid " + std::to_string(geteuid()) + " gid " +
               std::to_string(getegid());
      }
    }
    return "there is no folder " + folder;
  }

  std::string path_;
};

class Console : public StreamSink {
 public:
  explicit Console(bool is_named) : is_named_(is_named) {}

  std::string name() const override { return "/dev/console"; }

  bool is_last_resort() const override { return !is_named_; }

 protected:
  Result<LineWriter> open_stream() override {
    Fd terminal = open_file("/dev/console", kAppend);
    if (!terminal) {
      return Error{"cannot open it: " + errno_text(errno)};
    }
    if (Result<void> checked = check_stream(terminal.get()); !checked) {
      return Error{checked.error()};
    }
    struct stat status {};
    if (file_status(terminal.get(), status) && !S_ISCHR(status.st_mode)) {
      return Error{"is no terminal"};
    }
    return LineWriter::own(std::move(terminal));
  }

 private:
  bool is_named_;
};

}  // namespace

std::unique_ptr<Sink> inherited_fd(int fd) { return std::make_unique<InheritedStream>(fd, true); }

std::unique_ptr<Sink> inherited_stream(int fd) { return std::make_unique<InheritedStream>(fd, false); }

std::unique_ptr<Sink> file_sink(std::string path) { return std::make_unique<FileSink>(std::move(path)); }

std::unique_ptr<Sink> console(bool is_named) { return std::make_unique<Console>(is_named); }

}  // namespace cel
