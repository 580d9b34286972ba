// SPDX-License-Identifier: Apache-2.0
#include "cel/source/streams.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "cel/base/text.h"
#include "cel/source/journal/journal_stream.h"
#include "cel/source/lines/found_tracebacks.h"
#include "cel/source/lines/known_containers.h"
#include "cel/source/lines/line_store.h"
#include "cel/source/lines/text_scan.h"

namespace cel {
namespace {

constexpr std::size_t kLongestHead = std::size_t{1} << 20U;
constexpr std::size_t kCompressionHead = 6;

/// An input whose beginning has already been read.
class Resumed : public ByteInput {
 public:
  Resumed(std::string head, std::unique_ptr<ByteInput> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    if (at_ == head_.size()) {
      return rest_->read(bytes, size);
    }
    const std::size_t got = head_.copy(bytes, size, at_);
    at_ += got;
    return got;
  }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteInput> rest_;
};

class TextStream : public Source {
 public:
  TextStream(std::unique_ptr<FileChain> chain, const std::string& name, const Wanted& wanted)
      : chain_(std::move(chain)),
        finder_(wanted.tag),
        scan_(*chain_, finder_, TextFormat::any, LogRange{LogPlace{0, 0}, LogPlace{1, 0}}, {}, counts_) {
    Container container;
    container.log = name;
    container_ = std::make_shared<const Container>(std::move(container));
    if (wanted.tracebacks) {
      traces_.emplace(TextFormat::any, container_);
      scan_.tap([this](std::string_view lines, std::uint64_t offset) { traces_->take(lines, offset); });
    }
  }

  Result<bool> next(LogLine& line) override {
    do {
      if (next_traceback(line)) {
        return true;
      }
      TextLine text;
      if (scan_.next(text)) {
        line = LogLine{text.time,
                       text.container == nullptr ? container_ : containers_.known(said(*text.container)),
                       text.text, false};
        return true;
      }
    } while (!scan_.over());
    if (traces_) {
      traces_->finish();
    }
    return next_traceback(line)      ? Result<bool>(true)
           : chain_->error().empty() ? Result<bool>(false)
                                     : Error{chain_->error()};
  }

  SourceCounts counts() const override { return counts_; }

 private:
  bool next_traceback(LogLine& line) {
    return traces_ && traces_->next(line, [](std::uint64_t place) { return place; });
  }

  Container said(Container container) const {
    container.log = container_->log;
    return container;
  }

  std::unique_ptr<FileChain> chain_;
  Finder finder_;
  SourceCounts counts_;
  TextScan scan_;
  std::shared_ptr<const Container> container_;
  KnownContainers containers_;
  std::optional<FoundTracebacks> traces_;
};

/// Whether the first line is whole, and the second, too, where the first is that of JSON over several lines.
bool tells_format(const std::string& head) {
  const std::size_t begin = std::min(head.find_first_not_of('\n'), head.size());
  const std::size_t end = head.find('\n', begin);
  return end != std::string::npos &&
         (head.compare(begin, end - begin, "{") != 0 || head.find('\n', end + 1) != std::string::npos);
}

class Stream : public Source {
 public:
  Stream(std::unique_ptr<ByteInput> input, std::string name, Wanted wanted)
      : input_(std::move(input)), name_(std::move(name)), wanted_(std::move(wanted)) {}

  Result<bool> next(LogLine& line) override {
    if (!source_) {
      if (auto opened = open(); !opened) {
        return Error{opened.error()};
      }
    }
    return source_->next(line);
  }

  SourceCounts counts() const override { return source_ ? source_->counts() : SourceCounts{}; }

 private:
  /// Reads as much as tells whether the input is compressed: 6 bytes.
  Result<void> decompress() {
    std::string head;
    std::array<char, kCompressionHead> bytes{};
    for (std::size_t got = 1; got != 0 && head.size() < bytes.size();) {
      const Result<std::size_t> some = input_->read(bytes.data(), bytes.size() - head.size());
      if (!some) {
        return Error{some.error()};
      }
      head.append(bytes.data(), got = *some);
    }
    const Compression compression = compression_of(head);
    input_ = decompressed(std::make_unique<Resumed>(std::move(head), std::move(input_)), compression);
    return {};
  }

  /// Reads as much as tells the format: up to the end of the first line that is not empty.
  Result<void> open() {
    if (auto readable = decompress(); !readable) {
      return readable;
    }
    std::string head;
    std::vector<char> block(65536);
    bool end = false;
    while (!end && head.size() < kLongestHead && !tells_format(head)) {
      const Result<std::size_t> got = input_->read(block.data(), block.size());
      if (!got) {
        return Error{got.error()};
      }
      head.append(block.data(), *got);
      end = *got == 0;
    }
    const auto format = journal_format(head);
    input_ = std::make_unique<Resumed>(std::move(head), std::move(input_));
    auto chain = std::make_unique<FileChain>(
        1, [this](LogPlace) -> Result<std::unique_ptr<ByteInput>> { return std::move(input_); }, LogPlace{});
    source_ = format ? journal_stream(std::move(chain), *format, name_, wanted_)
                     : std::make_unique<TextStream>(std::move(chain), name_, wanted_);
    return {};
  }

  std::unique_ptr<ByteInput> input_;
  std::string name_;
  Wanted wanted_;
  std::unique_ptr<Source> source_;
};

class ReadWhole : public Source {
 public:
  ReadWhole(std::unique_ptr<Source> source, Direction direction)
      : source_(std::move(source)), direction_(direction) {}

  Result<bool> next(LogLine& line) override {
    if (!read_) {
      read_ = true;
      read_all();
    }
    LineStore::Kept kept;
    if (store_.take(direction_, kept)) {
      Container container = take_container(kept.text);
      line = LogLine{kept.time, containers_.known(std::move(container)), kept.text, kept.bare};
      return true;
    }
    return error_.empty() ? Result<bool>(false) : Error{std::exchange(error_, {})};
  }

  void let_go() override { store_.let_go(); }

  SourceCounts counts() const override {
    SourceCounts counts = source_->counts();
    counts.lost += store_.lost();
    return counts;
  }

 private:
  void read_all() {
    LogLine line;
    Result<bool> more = source_->next(line);
    for (; more && *more; more = source_->next(line)) {
      // Behind its container: there may be more of these than memory has room for.
      store_.add(line.time, line.bare, with_container(*line.container, line.text));
    }
    error_ = more ? "" : more.error();
  }

  std::unique_ptr<Source> source_;
  Direction direction_;
  bool read_ = false;
  LineStore store_;
  KnownContainers containers_;
  std::string error_;
};

}  // namespace

std::unique_ptr<Source> reversed(std::unique_ptr<Source> source) {
  return read_whole(std::move(source), Direction::newest_first);
}

std::unique_ptr<Source> read_whole(std::unique_ptr<Source> source, Direction direction) {
  return std::make_unique<ReadWhole>(std::move(source), direction);
}

std::unique_ptr<Source> stream_source(std::unique_ptr<ByteInput> input, const std::string& name,
                                      const Wanted& wanted) {
  auto stream = std::make_unique<Stream>(std::move(input), name, wanted);
  return wanted.direction == Direction::newest_first ? reversed(std::move(stream)) : std::move(stream);
}

}  // namespace cel
