// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as what journalctl exports or prints as JSON: lines with the tag or records, in bounded memory.

#include "cel/source/journal/journal_stream.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

class Bytes : public ByteInput {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    const std::size_t got = bytes_.copy(bytes, size);
    bytes_.remove_prefix(got);
    return got;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view log = view_of(data, size);
  Wanted wanted;
  wanted.tag = "tag";
  (void)journal_format(log);
  for (const JournalFormat format :
       {JournalFormat::export_, JournalFormat::json, JournalFormat::json_pretty}) {
    auto chain = std::make_unique<FileChain>(
        1,
        [&](LogPlace) -> Result<std::unique_ptr<ByteInput>> {
          return std::unique_ptr<ByteInput>(std::make_unique<Bytes>(log));
        },
        LogPlace{});
    const auto source = journal_stream(std::move(chain), format, "-", wanted);
    LogLine line;
    for (;;) {
      const Result<bool> more = source->next(line);
      CEL_CHECK(more);
      if (!*more) {
        break;
      }
      CEL_CHECK(line.container && (line.bare || line.text.find("tag") != std::string_view::npos));
    }
  }
  return 0;
}
