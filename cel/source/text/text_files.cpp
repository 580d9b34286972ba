// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/text_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cel/base/text.h"
#include "cel/source/lines/known_containers.h"
#include "cel/source/lines/line_store.h"
#include "cel/source/logs/log_files.h"
#include "cel/source/text/first_time.h"

namespace cel {
namespace {

constexpr std::uint64_t kFirstSegment = std::uint64_t{1} << 20U;      // the first screen comes at once
constexpr std::uint64_t kLargestSegment = std::uint64_t{128} << 20U;  // kLongestLine is little of it
constexpr std::size_t kEnough = std::size_t{1} << 20U;  // of lines that wait to be taken: half a window's

// The same where many logs are read at once and memory is short, for thousands of them to have room on disk.
constexpr std::uint64_t kCrowdedSegment = std::uint64_t{256} << 10U;
constexpr std::size_t kCrowdedEnough = std::size_t{32} << 10U;

constexpr char kSays =
    '\0';  // before a line that is kept; and "1" before that, if its container is kept, too

struct LogFile {
  std::string path;
  bool there = false;
  bool compressed = false;
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // microseconds
};

LogFile look_at(std::string path, const Storage& storage) {
  LogFile file{std::move(path), false, false, 0, 0};
  if (const auto status = storage.status(file.path)) {
    file.there = true;
    file.size = static_cast<std::uint64_t>(status->st_size);
    file.modified = std::int64_t{status->st_mtim.tv_sec} * 1'000'000 + status->st_mtim.tv_nsec / 1000;
    file.compressed = is_compressed(file.path, storage);
  }
  return file;
}

class TextFiles : public Source {
 public:
  TextFiles(std::vector<std::string> paths, std::shared_ptr<const Container> container, TextFormat format,
            const Wanted& wanted, Storage storage)
      : paths_(std::move(paths)),
        storage_(std::move(storage)),
        container_(std::move(container)),
        format_(format),
        finder_(wanted.tag),
        direction_(wanted.direction),
        since_(wanted.since),
        until_(wanted.until) {}

  Result<bool> next(LogLine& line) override {
    if (!started_) {
      start();
    }
    LineStore::Kept kept;
    while (!store_.take(direction_, kept)) {
      const bool more = direction_ == Direction::oldest_first ? fill_forwards() : fill_backwards();
      if (!more) {
        if (!error_.empty()) {
          return Error{std::exchange(error_, {})};
        }
        return false;
      }
    }
    line = LogLine{kept.time, container_, kept.text, false};
    if (format_ == TextFormat::any && !take_field(line.text, kSays).empty()) {
      Container said = take_container(line.text);
      said.log = container_->log;
      line.container = containers_.known(std::move(said));
    }
    return true;
  }

  void let_go() override { store_.let_go(); }

  SourceCounts counts() const override {
    SourceCounts counts = counts_;
    counts.lost += store_.lost();
    return counts;
  }

 private:
  void start() {
    started_ = true;
    for (const std::string& path : paths_) {
      files_.push_back(look_at(path, storage_));
    }
    place_ = direction_ == Direction::oldest_first ? LogPlace{} : LogPlace{files_.size(), 0};
  }

  FileChain::Opener opener() {
    return [this](LogPlace from) -> Result<std::unique_ptr<ByteInput>> {
      const LogFile& file = files_[from.file];
      if (!file.there && files_.size() > 1 && from.file + 1 < files_.size()) {
        return std::unique_ptr<ByteInput>();  // rotated away since its name was read
      }
      return open_log(file.path, from.offset, storage_);
    };
  }

  /// Whether no line of the file can be wanted.
  bool pass_over(const LogFile& file) const {
    if (!file.there) {
      return false;
    }
    return file.modified < since_ || (until_ != Wanted{}.until && first_time(file.path, storage_) > until_);
  }

  bool fill_forwards() {
    while (place_.file < files_.size() && place_.offset == 0 && pass_over(files_[place_.file])) {
      ++place_.file;
    }
    if (place_.file >= files_.size()) {
      return false;
    }
    const LogFile& file = files_[place_.file];
    const LogRange range{place_, LogPlace{place_.file + 1, 0}};
    FileChain chain(files_.size(), opener(), place_);
    TextScan scan(chain, finder_, format_, range, taken_, counts_);
    place_ = range.end;
    TextLine line;
    while (scan.next(line)) {
      keep(line);
      if (!file.compressed && store_.size() > (LineStore::crowded() ? kCrowdedEnough : kEnough)) {
        place_ = scan.position();
        break;
      }
    }
    store_.close();
    taken_ = scan.taken();
    keep_error(chain);
    return true;
  }

  bool fill_backwards() {
    while (place_.offset == 0) {
      if (place_.file == 0) {
        return false;
      }
      place_ = LogPlace{place_.file - 1, 0};
      const LogFile& file = files_[place_.file];
      if (pass_over(file)) {
        continue;
      }
      if (file.compressed || file.size == 0) {
        scan({place_, LogPlace{place_.file + 1, 0}}, place_);
        return true;
      }
      place_.offset = file.size;
    }
    const std::uint64_t size = LineStore::crowded() ? std::min(segment_, kCrowdedSegment) : segment_;
    const std::uint64_t begin = place_.offset - std::min(place_.offset, size);
    segment_ = std::min(segment_ * 2, kLargestSegment);
    const bool whole = place_.offset == files_[place_.file].size && place_.file + 1 < files_.size();
    const LogRange range{LogPlace{place_.file, begin}, whole ? LogPlace{place_.file + 1, 0} : place_};
    scan(range, before(range.begin));
    place_ = range.begin;
    return true;
  }

  /// From where a line's pieces may reach up to `place`.
  LogPlace before(LogPlace place) const {
    if (place.offset > 0) {
      return LogPlace{place.file, place.offset - std::min<std::uint64_t>(place.offset, kLongestLine)};
    }
    if (place.file == 0 || files_[place.file - 1].compressed) {
      return place;
    }
    const std::uint64_t size = files_[place.file - 1].size;
    return LogPlace{place.file - 1, size - std::min<std::uint64_t>(size, kLongestLine)};
  }

  void scan(LogRange range, LogPlace from) {
    const bool amid = from.offset > 0;
    FileChain chain(files_.size(), opener(), LogPlace{from.file, from.offset - (amid ? 1 : 0)});
    TextScan scan(chain, finder_, format_, range, {}, counts_);
    if (amid) {
      scan.skip_line();
    }
    TextLine line;
    while (scan.next(line)) {
      keep(line);
    }
    store_.close();
    keep_error(chain);
  }

  /// A line of a file that a person named is kept behind its container's fields, if it is said to be
  /// another's.
  void keep(const TextLine& line) {
    if (format_ != TextFormat::any) {
      store_.add(line.time, false, line.text);
    } else if (line.container == nullptr) {
      store_.add(line.time, false, kSays + std::string(line.text));
    } else {
      store_.add(line.time, false, "1" + (kSays + with_container(*line.container, line.text)));
    }
  }

  void keep_error(const FileChain& chain) {
    if (error_.empty()) {
      error_ = chain.error();
    }
  }

  std::vector<std::string> paths_;
  Storage storage_;
  std::shared_ptr<const Container> container_;
  TextFormat format_;
  Finder finder_;
  Direction direction_;
  std::int64_t since_;
  std::int64_t until_;

  bool started_ = false;
  std::vector<LogFile> files_;
  LogPlace place_;  // up to where, in the direction, has been searched
  TakenPieces taken_;
  std::uint64_t segment_ = kFirstSegment;
  LineStore store_;
  KnownContainers containers_;  // that lines are said to be of
  SourceCounts counts_;
  std::string error_;
};

}  // namespace

std::unique_ptr<Source> text_files(std::vector<std::string> paths, std::shared_ptr<const Container> container,
                                   TextFormat format, const Wanted& wanted, Storage storage) {
  return std::make_unique<TextFiles>(std::move(paths), std::move(container), format, wanted,
                                     std::move(storage));
}

}  // namespace cel
