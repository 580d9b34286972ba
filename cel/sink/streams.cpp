// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/streams.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cel/base/file_status.h"
#include "cel/base/proc.h"
#include "cel/base/text.h"
#include "cel/sink/container.h"
#include "cel/sink/pid1.h"
#include "cel/sink/stream.h"

namespace cel {
namespace {

const char* stream_name(int fd) { return fd == STDOUT_FILENO ? "stdout" : "stderr"; }

/// What all sinks that are streams share: how lines get into one.
class StreamSink : public Sink {
 public:
  Result<void> open(const Deadline& /*deadline*/) override {
    if (stream_) {
      return {};
    }
    Result<Stream> opened = open_stream();
    if (!opened) {
      return Error{opened.error()};
    }
    stream_ = std::move(*opened);
    return {};
  }

  Result<void> deliver(const EncodedReport& report, const Deadline& deadline) override {
    if (begun_ != report.line_id) {
      begun_ = report.line_id;
      lines_done_ = 0;
    }
    for (; lines_done_ < report.lines.size(); ++lines_done_) {
      if (Result<void> written = stream_.write_line(report.lines[lines_done_], deadline); !written) {
        return written;
      }
    }
    return {};
  }

 protected:
  virtual Result<Stream> open_stream() = 0;

 private:
  Stream stream_;
  std::string
      begun_;  // the report that lines_done_ is of: a second call goes on where the first one had to stop
  std::size_t lines_done_ = 0;
};

constexpr int kAppend = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY;

class Pid1Stream : public StreamSink {
 public:
  explicit Pid1Stream(int fd) : fd_(fd) {}

  std::string name() const override { return std::string("PID 1's ") + stream_name(fd_); }

 protected:
  Result<Stream> open_stream() override {
    const Result<Proc> proc = Proc::open();
    if (!proc) {
      return Error{proc.error() + ": mount /proc in the container"};
    }
    Fd file = proc->open_file("1/fd/" + std::to_string(fd_), kAppend);
    if (!file) {
      return Error{explain("/proc/1/fd/" + std::to_string(fd_), errno)};
    }
    if (!in_same_container("1")) {
      return Error{
          "PID 1 is not of this container: it is the host's, or the pod shares its process namespace"};
    }
    if (Result<void> checked = check_pid1_file(*proc, file, fd_); !checked) {
      return Error{checked.error()};
    }
    if (Result<void> checked = check_stream(file.get()); !checked) {
      return Error{checked.error()};
    }
    Stream stream = Stream::own(std::move(file));
    return shares_offset(stream) ? Stream::inherited(fd_) : std::move(stream);
  }

 private:
  /// PID 1 may have opened a regular file without O_APPEND: what we append, its next write would overwrite.
  /// The same file inherited from it has its offset, too.
  bool shares_offset(const Stream& stream) const {
    struct stat status {};
    return file_status(fd_, status) && S_ISREG(status.st_mode) &&
           stream.leads_to_same_file(Stream::inherited(fd_));
  }

  static std::string explain(const std::string& path, int error) {
    std::string text = "cannot open " + path + ": " + errno_text(error);
    struct stat status {};
    switch (error) {
      case EACCES:
      case EPERM:
        return text + ": " + access_explained(path) + "; give both the same, or set CEL_SOCKET to a relay";
      case EXDEV:
        return text + ": something is mounted there";
      case ENXIO:
        return text + (stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)
                           ? ": it is a socket, which only its inheritors can write to"
                           : ": it is a pipe that nobody reads");
      case ENOENT:
        return text +
               (access("/proc/1", F_OK) == 0 ? ": PID 1 has closed it" : ": mount /proc in the container");
      default:
        return text;
    }
  }

  int fd_;
};

class InheritedStream : public StreamSink {
 public:
  InheritedStream(int fd, bool named) : fd_(fd), named_(named) {}

  std::string name() const override {
    return named_ ? "file descriptor " + std::to_string(fd_)
                  : std::string("the inherited ") + stream_name(fd_);
  }

 protected:
  Result<Stream> open_stream() override {
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
    return Stream::inherited(fd_);
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
  Result<Stream> open_stream() override {
    Fd file = open_file(path_.c_str(), kAppend | O_CREAT, 0644);
    if (!file) {
      return Error{"cannot open it for appending: " + errno_text(errno) + ": " + permissions()};
    }
    if (Result<void> checked = check_stream(file.get()); !checked) {
      return Error{checked.error()};
    }
    return Stream::own(std::move(file));
  }

 private:
  /// Whose the file is, or the folder it would be in, and who we are.
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
  Result<Stream> open_stream() override {
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
    return Stream::own(std::move(terminal));
  }

 private:
  bool is_named_;
};

}  // namespace

std::unique_ptr<Sink> pid1_stream(int fd) { return std::make_unique<Pid1Stream>(fd); }

std::unique_ptr<Sink> inherited_fd(int fd) { return std::make_unique<InheritedStream>(fd, true); }

std::unique_ptr<Sink> inherited_stream(int fd) { return std::make_unique<InheritedStream>(fd, false); }

std::unique_ptr<Sink> file_sink(std::string path) { return std::make_unique<FileSink>(std::move(path)); }

std::unique_ptr<Sink> console(bool is_named) { return std::make_unique<Console>(is_named); }

}  // namespace cel
