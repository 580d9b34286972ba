// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "cel/source/bytes/decoder.h"

namespace cel {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

/// As Windows' PowerShell writes files by `>`: in the byte order that the mark at the start tells.
class Utf16 : public Decoder {
 public:
  std::optional<std::string> decode(Step& step, bool last) override {
    while (flush(step) && !step.in.empty()) {
      const std::uint32_t byte = static_cast<unsigned char>(step.in.front());
      step.in = step.in.subspan(1);
      if (!first_) {
        first_ = byte;
        continue;
      }
      const std::uint32_t unit = big_endian_ ? *first_ << 8U | byte : byte << 8U | *first_;
      first_.reset();
      take(unit);
    }
    if (last && step.in.empty() && high_ != 0) {
      put(kReplacement);
      high_ = 0;
      flush(step);
    }
    return std::nullopt;
  }

  bool complete() const override { return high_ == 0 && waiting_.empty(); }

 private:
  void take(std::uint32_t unit) {
    if (begins_ && (unit == 0xFEFF || unit == 0xFFFE)) {  // the mark
      big_endian_ = unit == 0xFFFE;
      begins_ = false;
      return;
    }
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0) {
      put(is_low ? 0x10000 + ((high_ - 0xD800) << 10U) + (unit - 0xDC00) : kReplacement);
      high_ = 0;
      if (is_low) {
        return;
      }
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      put(is_low ? kReplacement : unit);
    }
  }

  void put(std::uint32_t c) {
    const auto next = [this](std::uint32_t byte) { waiting_ += static_cast<char>(byte); };
    if (c < 0x80) {
      next(c);
      return;
    }
    if (c < 0x800) {
      next(0xC0U | c >> 6U);
    } else {
      if (c < 0x10000) {
        next(0xE0U | c >> 12U);
      } else {
        next(0xF0U | c >> 18U);
        next(0x80U | (c >> 12U & 0x3FU));
      }
      next(0x80U | (c >> 6U & 0x3FU));
    }
    next(0x80U | (c & 0x3FU));
  }

  /// Writes what waits; false when there is no room for all of it.
  bool flush(Step& step) {
    const std::size_t size = waiting_.copy(step.out.data(), step.out.size());
    step.out = step.out.subspan(size);
    waiting_.erase(0, size);
    return waiting_.empty();
  }

  std::string waiting_;                 // for room, at most two characters
  std::optional<std::uint32_t> first_;  // byte of a unit
  std::uint32_t high_ = 0;              // surrogate that waits for its low one; 0: none
  bool begins_ = true;
  bool big_endian_ = false;
};

}  // namespace

std::unique_ptr<Decoder> utf16_decoder() { return std::make_unique<Utf16>(); }

}  // namespace cel
