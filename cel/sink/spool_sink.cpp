// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/spool_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cel/base/fd.h"
#include "cel/sink/line_writer.h"

namespace cel {
namespace {

class SpoolSink : public Sink {
 public:
  explicit SpoolSink(std::string folder) : folder_(std::move(folder)) {}

  std::string name() const override { return "the spool folder " + folder_; }

  Result<void> open(const Deadline& /*deadline*/) override {
    struct stat status {};
    if (stat(folder_.c_str(), &status) != 0) {
      return Error{"cannot find it: " + errno_text(errno)};
    }
    return S_ISDIR(status.st_mode) ? Result<void>() : Error{"is not a folder"};
  }

  Result<void> deliver(const EncodedReport& report, const Deadline& deadline) override {
    const std::string path = folder_ + "/cel-" + file_name(report);
    const std::string unfinished = path + ".part";
    Fd file = open_file(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0640);
    if (!file) {
      return Error{"cannot make " + unfinished + ": " + errno_text(errno)};
    }
    const LineWriter writer = LineWriter::own(std::move(file));
    for (const std::string& line : report.lines) {
      if (Result<void> written = writer.write_line(line, deadline); !written) {
        unlink(unfinished.c_str());
        return written;
      }
    }
    if (rename(unfinished.c_str(), path.c_str()) != 0) {
      const int error = errno;
      unlink(unfinished.c_str());
      return Error{"cannot rename " + unfinished + ": " + errno_text(error)};
    }
    return {};
  }

 private:
  /// Returns a name from the record's time and a random number, since the record's id may be anything.
  static std::string file_name(const EncodedReport& report) {
    return to_line(report.record["time"]) + "-" + report.line_id + ".log";
  }

  std::string folder_;
};

}  // namespace

std::unique_ptr<Sink> spool_sink(std::string folder) {
  return std::make_unique<SpoolSink>(std::move(folder));
}

}  // namespace cel
