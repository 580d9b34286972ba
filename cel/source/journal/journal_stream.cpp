// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_stream.h"

#include <charconv>
#include <deque>
#include <list>
#include <utility>

#include "cel/record/journal_fields.h"
#include "cel/source/journal/attested.h"
#include "cel/source/journal/journal_entry.h"
#include "cel/source/lines/find.h"
#include "cel/source/lines/text_scan.h"

namespace cel {
namespace {

constexpr std::size_t kMostWaiting = 256;                         // lines that are not complete
constexpr std::size_t kMostBytesWaiting = std::size_t{8} << 20U;  // in them

/// A line, or what has come of it.
struct Waiting {
  std::string key;
  std::int64_t time = 0;
  std::shared_ptr<const Container> container;
  std::string text;
};

/// The tag as journalctl's JSON has it within a field that is not UTF-8: `99,111,110`.
std::string as_bytes(std::string_view tag) {
  std::string out;
  for (const char c : tag) {
    out += (out.empty() ? "" : ",") + std::to_string(static_cast<unsigned char>(c));
  }
  return out;
}

class JournalStream : public Source {
 public:
  JournalStream(std::unique_ptr<FileChain> chain, JournalFormat format, std::string name,
                const Wanted& wanted)
      : chain_(std::move(chain)),
        reader_(*chain_),
        format_(format),
        name_(std::move(name)),
        finder_(wanted.tag),
        as_bytes_(as_bytes(wanted.tag)) {}

  Result<bool> next(LogLine& line) override {
    ExportedEntry entry;
    while (ready_.empty()) {
      if (!read(entry)) {
        if (waiting_.empty()) {
          return chain_->error().empty() ? Result<bool>(false) : Error{chain_->error()};
        }
        give_out(waiting_.begin());
        continue;
      }
      take(entry);
    }
    current_ = std::move(ready_.front());
    ready_.pop_front();
    line = LogLine{current_.time, current_.container, current_.text, current_.key == kBare};
    return true;
  }

  SourceCounts counts() const override {
    return {chain_->bytes(), overlong_ + reader_.overlong(), malformed_};
  }

 private:
  static constexpr const char* kBare = "bare";

  bool read(ExportedEntry& entry) {
    if (format_ == JournalFormat::export_) {
      return read_exported(reader_, entry, malformed_);
    }
    if (format_ == JournalFormat::json_pretty) {
      return read_pretty(reader_, entry, malformed_);
    }
    std::string_view line;
    while (reader_.line(line)) {
      const bool tagged = finder_.tag().empty() || line.find(finder_.tag()) != std::string_view::npos ||
                          line.find(as_bytes_) != std::string_view::npos;
      if (!tagged && waiting_.empty() && line.find("CONTAINER_PARTIAL") == std::string_view::npos) {
        continue;
      }
      if (auto read = json_entry(line)) {
        entry = std::move(*read);
        return true;
      }
      malformed_ += tagged ? 1 : 0;
    }
    return false;
  }

  void take(const ExportedEntry& entry) {
    const auto field = [&](const char* field_name) {
      const auto found = entry.find(field_name);
      return found == entry.end() ? std::string() : found->second;
    };
    Waiting line;
    const std::string time = field("__REALTIME_TIMESTAMP");
    std::from_chars(time.data(), time.data() + time.size(), line.time);
    if (field("MESSAGE_ID") == kJournalMessageId && entry.contains(kJournalRecord)) {
      line.container = known(attested(field));
      line.text = field(kJournalRecord);
      line.key = kBare;
      ready_.push_back(std::move(line));
      return;
    }
    line.text = field("MESSAGE");
    const std::string id = field("CONTAINER_ID_FULL");
    const bool partial =
        !field("CONTAINER_PARTIAL_ID").empty() || field("CONTAINER_PARTIAL_MESSAGE") == "true";
    if (!partial && waiting_.empty() && finder_.from_tag(line.text).empty()) {
      return;
    }
    line.container = known(attested(field));
    if (line.container->id.empty() || id.empty()) {
      finish(std::move(line));
      return;
    }
    const std::string piece_of = field("CONTAINER_PARTIAL_ID");
    // dockerd names the line and its last piece; conmon's goes on with the next entry of the same stream.
    line.key = id + "/" + (piece_of.empty() ? field("PRIORITY") : piece_of);
    const bool last = piece_of.empty() ? !partial : field("CONTAINER_PARTIAL_LAST") == "true";
    auto found = waiting_.begin();
    while (found != waiting_.end() && found->key != line.key) {
      ++found;
    }
    if (found == waiting_.end()) {
      if (last) {
        finish(std::move(line));
        return;
      }
      bytes_waiting_ += line.text.size();
      waiting_.push_back(std::move(line));
      found = std::prev(waiting_.end());
    } else {
      bytes_waiting_ += line.text.size();
      found->text += line.text;
      if (last) {
        give_out(found);
        return;
      }
    }
    if (found->text.size() > kLongestLine) {
      ++overlong_;
      give_out(found);
    }
    while (waiting_.size() > kMostWaiting || bytes_waiting_ > kMostBytesWaiting) {
      give_out(waiting_.begin());
    }
  }

  void give_out(std::list<Waiting>::iterator line) {
    bytes_waiting_ -= line->text.size();
    finish(std::move(*line));
    waiting_.erase(line);
  }

  void finish(Waiting line) {
    if (line.text.ends_with('\n')) {
      line.text.pop_back();  // conmon's entries have their newline
    }
    line.key.clear();
    if (const std::size_t size = finder_.from_tag(line.text).size(); size > 0) {
      line.text.erase(0, line.text.size() - size);
      ready_.push_back(std::move(line));
    }
  }

  std::shared_ptr<const Container> known(Container container) {
    container.log = name_;
    return containers_.known(std::move(container));
  }

  std::unique_ptr<FileChain> chain_;
  LineReader reader_;
  JournalFormat format_;
  std::string name_;
  Finder finder_;
  std::string as_bytes_;
  std::list<Waiting> waiting_;  // oldest first
  std::size_t bytes_waiting_ = 0;
  std::deque<Waiting> ready_;
  Waiting current_;
  KnownContainers containers_;
  std::uint64_t overlong_ = 0;
  std::uint64_t malformed_ = 0;
};

}  // namespace

std::unique_ptr<Source> journal_stream(std::unique_ptr<FileChain> chain, JournalFormat format,
                                       std::string name, const Wanted& wanted) {
  return std::make_unique<JournalStream>(std::move(chain), format, std::move(name), wanted);
}

}  // namespace cel
