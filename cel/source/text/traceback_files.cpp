// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/traceback_files.h"

#include <algorithm>
#include <utility>

#include "cel/source/lines/found_tracebacks.h"
#include "cel/source/lines/scan_buffer.h"
#include "cel/source/lines/text_scan.h"
#include "cel/source/logs/log_files.h"

namespace cel {
namespace {

class TracebackFiles : public Source {
 public:
  TracebackFiles(std::vector<std::string> paths, std::shared_ptr<const Container> container,
                 TextFormat format, const Wanted& wanted, Storage storage)
      : paths_(std::move(paths)),
        storage_(std::move(storage)),
        since_(wanted.since),
        traces_(format, std::move(container)) {}

  Result<bool> next(LogLine& line) override {
    while (!traces_.next(line, [this](std::uint64_t place) { return chain_->place(place).offset; })) {
      if (over_) {
        return error_.empty() ? Result<bool>(false) : Error{std::exchange(error_, {})};
      }
      read_on();
    }
    return true;
  }

  SourceCounts counts() const override { return {}; }  // the files' other source counts them

 private:
  void start() {
    std::erase_if(paths_, [this](const std::string& path) {
      const auto status = storage_.status(path);
      return status && (std::int64_t{status->st_mtim.tv_sec} + 1) * 1'000'000 < since_;
    });
    chain_ = std::make_unique<FileChain>(
        paths_.size(),
        [this](LogPlace from) -> Result<std::unique_ptr<ByteInput>> {
          const std::string& path = paths_[from.file];
          if (!storage_.status(path) && paths_.size() > 1) {
            return std::unique_ptr<ByteInput>();  // rotated away since its name was read
          }
          return open_log(path, from.offset, storage_);
        },
        LogPlace{});
    buffer_ = std::make_unique<ScanBuffer>(*chain_);
  }

  /// Takes the next lines, at the end of all the last one, which may have no newline.
  void read_on() {
    if (!buffer_) {
      start();
    }
    const std::size_t before = buffer_->size();
    const bool more = buffer_->extend();
    const std::string_view all = buffer_->view(0, buffer_->size());
    const std::size_t newline = more ? all.rfind('\n') : all.size();
    std::size_t taken = newline == std::string_view::npos ? 0 : std::min(newline + 1, all.size());
    if (taken > 0) {
      const std::size_t skipped = std::exchange(amid_, false) ? all.find('\n') + 1 : 0;
      traces_.take(all.substr(skipped, taken - skipped), number_ + skipped);
    } else if (before > kLongestLine) {
      amid_ = true;  // of a line that is too long
      taken = all.size();
    }
    number_ += taken;
    buffer_->drop(taken);
    if (!more) {
      over_ = true;
      traces_.finish();
      error_ = chain_->error();
      buffer_.reset();
    }
  }

  std::vector<std::string> paths_;
  Storage storage_;
  std::int64_t since_;
  FoundTracebacks traces_;
  std::unique_ptr<FileChain> chain_;
  std::unique_ptr<ScanBuffer> buffer_;
  std::uint64_t number_ = 0;  // of the buffer's first byte
  bool amid_ = false;
  bool over_ = false;
  std::string error_;
};

}  // namespace

std::unique_ptr<Source> traceback_files(std::vector<std::string> paths,
                                        std::shared_ptr<const Container> container, TextFormat format,
                                        const Wanted& wanted, Storage storage) {
  return std::make_unique<TracebackFiles>(std::move(paths), std::move(container), format, wanted,
                                          std::move(storage));
}

}  // namespace cel
