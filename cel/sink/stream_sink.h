// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>

#include <cstddef>
#include <string>
#include <utility>

#include "cel/sink/line_writer.h"
#include "cel/sink/sink.h"

namespace cel {

/// The flags with which a sink opens a stream.
inline constexpr int kAppend = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY;

/// A sink that is a stream: how the lines of a report are written to one.
class StreamSink : public Sink {
 public:
  Result<void> open(const Deadline& /*deadline*/) override {
    if (writer_) {
      return {};
    }
    Result<LineWriter> opened = open_stream();
    if (!opened) {
      return Error{opened.error()};
    }
    writer_ = std::move(*opened);
    return {};
  }

  /// Continues a report where the last call for it had to stop.
  Result<void> deliver(const EncodedReport& report, const Deadline& deadline) override {
    if (begun_ != report.line_id) {
      begun_ = report.line_id;
      lines_done_ = 0;
    }
    for (; lines_done_ < report.lines.size(); ++lines_done_) {
      if (Result<void> written = writer_.write_line(report.lines[lines_done_], deadline); !written) {
        return written;
      }
    }
    return {};
  }

 protected:
  virtual Result<LineWriter> open_stream() = 0;

 private:
  LineWriter writer_;
  std::string begun_;  // the line_id of the report that lines_done_ belongs to
  std::size_t lines_done_ = 0;
};

}  // namespace cel
