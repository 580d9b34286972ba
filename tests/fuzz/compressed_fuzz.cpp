// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a compressed file: what can be read, then the end or an error, whatever the size of the reads.

#include "cel/source/bytes/byte_input.h"
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

constexpr std::size_t kEnough = std::size_t{4} << 20U;  // of what a bomb holds

std::string read(std::string_view bytes, std::size_t step) {
  const auto input = decompressed(std::make_unique<Bytes>(bytes), compression_of(bytes));
  std::string all;
  std::string block(step, '\0');
  while (all.size() < kEnough) {
    const Result<std::size_t> got = input->read(block.data(), block.size());
    if (!got || *got == 0) {
      break;
    }
    CEL_CHECK(*got <= step);
    all.append(block, 0, *got);
  }
  all.resize(std::min(all.size(), kEnough));
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file = view_of(data, size);
  // How much comes of a damaged block is the library's to say.
  const std::string big = read(file, 65536);
  const std::string small = read(file, 997);
  CEL_CHECK(big.starts_with(small) || small.starts_with(big));
  return 0;
}
