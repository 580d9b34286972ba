// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "cel/source/bytes/decoder.h"

namespace cel {
namespace {

class Decompressed : public ByteInput {
 public:
  Decompressed(std::unique_ptr<ByteInput> input, std::unique_ptr<Decoder> decoder)
      : input_(std::move(input)), decoder_(std::move(decoder)) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    Step step{waiting_, std::span(bytes, size)};
    while (step.out.size() == size && !failed_) {
      if (step.in.empty() && !last_) {
        const Result<std::size_t> got = input_->read(compressed_.data(), compressed_.size());
        if (!got) {
          return Error{got.error()};
        }
        step.in = std::span(compressed_).first(*got);
        last_ = *got == 0;
      }
      const std::size_t before = step.in.size();
      if (last_ && decoder_->complete()) {
        return 0U;
      }
      failed_ = decoder_->decode(step, last_);
      if (last_ && !failed_ && step.in.size() == before && step.out.size() == size && !decoder_->complete()) {
        failed_ = "it is truncated";
      }
    }
    waiting_ = step.in;
    const std::size_t got = size - step.out.size();
    if (got == 0 && failed_) {
      return Error{*failed_};
    }
    return got;
  }

 private:
  std::unique_ptr<ByteInput> input_;
  std::unique_ptr<Decoder> decoder_;
  std::array<char, 65536> compressed_{};
  std::span<const char> waiting_;
  std::optional<std::string> failed_;
  bool last_ = false;
};

}  // namespace

std::unique_ptr<ByteInput> decompressed(std::unique_ptr<ByteInput> input, Compression compression) {
  std::unique_ptr<Decoder> decoder = decoder_of(compression);
  return decoder ? std::make_unique<Decompressed>(std::move(input), std::move(decoder)) : std::move(input);
}

}  // namespace cel
