// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a log file: the same lines whether they come in one block, in small ones or in two files, and
// only lines with the tag. The first byte chooses the format and the blocks.

#include "cel/source/lines/text_scan.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

class Bytes : public ByteInput {
 public:
  Bytes(std::string_view bytes, std::size_t step) : bytes_(bytes), step_(step) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    const std::size_t got = bytes_.copy(bytes, std::min(size, step_));
    bytes_.remove_prefix(got);
    return got;
  }

 private:
  std::string_view bytes_;
  std::size_t step_;
};

struct Read {
  std::vector<std::string> texts;
  SourceCounts counts;
};

Read read(std::string_view first, std::string_view second, std::size_t step, TextFormat format) {
  Read all;
  const Finder finder("tag");
  FileChain chain(
      2,
      [&](LogPlace place) -> Result<std::unique_ptr<ByteInput>> {
        return std::unique_ptr<ByteInput>(std::make_unique<Bytes>(place.file == 0 ? first : second, step));
      },
      LogPlace{});
  TextScan scan(chain, finder, format, LogRange{LogPlace{}, LogPlace{2, 0}}, {}, all.counts);
  TextLine line;
  while (scan.next(line)) {
    CEL_CHECK(!finder.from_tag(line.text).empty());  // a wrapped line may have text before the tag
    all.texts.emplace_back(line.text);
  }
  CEL_CHECK(chain.error().empty());
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto format = static_cast<TextFormat>(data[0] % 3);
  const std::string_view log = view_of(data + 1, size - 1);
  const Read whole = read(log, {}, log.size() + 1, format);
  const Read blocks = read(log, {}, 1 + data[0] / 3, format);
  CEL_CHECK(whole.texts == blocks.texts);
  CEL_CHECK(whole.counts.malformed == blocks.counts.malformed);
  const std::size_t newline = log.find('\n', log.size() / 2);
  if (newline != std::string_view::npos) {
    const Read files = read(log.substr(0, newline), log.substr(newline + 1), log.size() + 1, format);
    CEL_CHECK(whole.texts == files.texts);
  }
  return 0;
}
