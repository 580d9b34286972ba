// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/pid1_stream.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "cel/base/file_status.h"
#include "cel/base/proc.h"
#include "cel/sink/container.h"
#include "cel/sink/pid1.h"
#include "cel/sink/stream_sink.h"

namespace cel {
namespace {

class Pid1Stream : public StreamSink {
 public:
  explicit Pid1Stream(int fd) : fd_(fd) {}

  std::string name() const override {
    return std::string("PID 1's ") + (fd_ == STDOUT_FILENO ? "stdout" : "stderr");
  }

 protected:
  Result<LineWriter> open_stream() override {
    const Result<Proc> proc = Proc::open();
    if (!proc) {
      return Error{proc.error() + ": mount /proc in the container"};
    }
    Fd file = proc->open_file("1/fd/" + std::to_string(fd_), kAppend);
    if (!file) {
      return Error{why_not_opened("/proc/1/fd/" + std::to_string(fd_), errno)};
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
    LineWriter writer = LineWriter::own(std::move(file));
    return shares_offset(writer) ? LineWriter::inherited(fd_) : std::move(writer);
  }

 private:
  /// Returns whether the inherited `fd_` is the same regular file. It shares PID 1's offset, which matters if
  /// PID 1 opened the file without O_APPEND: its next write would overwrite what we append.
  bool shares_offset(const LineWriter& writer) const {
    struct stat status {};
    return file_status(fd_, status) && S_ISREG(status.st_mode) &&
           writer.writes_same_file_as(LineWriter::inherited(fd_));
  }

  static std::string why_not_opened(const std::string& path, int error) {
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

}  // namespace

std::unique_ptr<Sink> pid1_stream(int fd) { return std::make_unique<Pid1Stream>(fd); }

}  // namespace cel
