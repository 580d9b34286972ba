// SPDX-License-Identifier: Apache-2.0
//
// The libraries themselves: libarchive drops the block in which a damage lies, up to all of a truncated file.
#include "cel/source/bytes/decoder.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace cel {
namespace {

class Gzip : public Decoder {
 public:
  Gzip() { inflateInit2(&stream_, 15 + 16); }  // 15: the largest window; 16: gzip's header
  ~Gzip() override { inflateEnd(&stream_); }

  std::optional<std::string> decode(Step& step, bool /*last*/) override {
    if (complete_) {
      if (step.in.front() == '\0') {  // padding up to a block's end
        step.in = step.in.subspan(1);
        return std::nullopt;
      }
      inflateReset(&stream_);  // another member
      complete_ = false;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(step.in.data()));
    stream_.avail_in = static_cast<uInt>(step.in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(step.out.data());
    stream_.avail_out = static_cast<uInt>(step.out.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    step.in = step.in.last(stream_.avail_in);
    step.out = step.out.last(stream_.avail_out);
    complete_ = status == Z_STREAM_END;
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) {
      return std::nullopt;
    }
    return stream_.msg != nullptr ? stream_.msg : "not gzip any more";
  }

  bool complete() const override { return complete_; }

 private:
  z_stream stream_{};
  bool complete_ = false;
};

class Zstd : public Decoder {
 public:
  Zstd() : context_(ZSTD_createDCtx()) { ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, 25); }
  ~Zstd() override { ZSTD_freeDCtx(context_); }

  std::optional<std::string> decode(Step& step, bool /*last*/) override {
    ZSTD_inBuffer in{step.in.data(), step.in.size(), 0};
    // With room for all of a frame the library decodes it at once, or none of it when it is damaged.
    ZSTD_outBuffer out{step.out.data(), std::min(step.out.size(), kMostAtOnce), 0};
    const std::size_t status = ZSTD_decompressStream(context_, &out, &in);
    step.in = step.in.subspan(in.pos);
    step.out = step.out.subspan(out.pos);
    complete_ = status == 0;
    return ZSTD_isError(status) != 0 ? std::optional<std::string>(ZSTD_getErrorName(status)) : std::nullopt;
  }

  bool complete() const override { return complete_; }

 private:
  static constexpr std::size_t kMostAtOnce = 16384;
  ZSTD_DCtx* context_;
  bool complete_ = false;
};

class Xz : public Decoder {
 public:
  Xz() { started_ = lzma_stream_decoder(&stream_, std::uint64_t{66} << 20U, LZMA_CONCATENATED) == LZMA_OK; }
  ~Xz() override { lzma_end(&stream_); }

  std::optional<std::string> decode(Step& step, bool last) override {
    if (!started_) {
      return "no memory for xz";
    }
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(step.in.data());
    stream_.avail_in = step.in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(step.out.data());
    stream_.avail_out = step.out.size();
    const lzma_ret status = lzma_code(&stream_, last ? LZMA_FINISH : LZMA_RUN);
    step.in = step.in.last(stream_.avail_in);
    step.out = step.out.last(stream_.avail_out);
    complete_ = status == LZMA_STREAM_END;
    if (status == LZMA_OK || status == LZMA_STREAM_END || status == LZMA_BUF_ERROR) {
      return std::nullopt;
    }
    return status == LZMA_MEMLIMIT_ERROR ? "it takes more than 66 MiB of memory" : "damaged xz data";
  }

  bool complete() const override { return complete_; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool started_ = false;
  bool complete_ = false;
};

class Bzip2 : public Decoder {
 public:
  Bzip2() { start(); }
  ~Bzip2() override { BZ2_bzDecompressEnd(&stream_); }

  std::optional<std::string> decode(Step& step, bool /*last*/) override {
    if (complete_) {  // another stream
      BZ2_bzDecompressEnd(&stream_);
      start();
    }
    stream_.next_in = const_cast<char*>(step.in.data());
    stream_.avail_in = static_cast<unsigned>(step.in.size());
    stream_.next_out = step.out.data();
    stream_.avail_out = static_cast<unsigned>(step.out.size());
    const int status = started_ ? BZ2_bzDecompress(&stream_) : BZ_MEM_ERROR;
    step.in = step.in.last(stream_.avail_in);
    step.out = step.out.last(stream_.avail_out);
    complete_ = status == BZ_STREAM_END;
    return status == BZ_OK || status == BZ_STREAM_END ? std::nullopt
                                                      : std::optional<std::string>("damaged bzip2 data");
  }

  bool complete() const override { return complete_; }

 private:
  void start() {
    stream_ = {};
    started_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    complete_ = false;
  }

  bz_stream stream_{};
  bool started_ = false;
  bool complete_ = false;
};

}  // namespace

std::unique_ptr<Decoder> decoder_of(Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return std::make_unique<Gzip>();
    case Compression::zstd:
      return std::make_unique<Zstd>();
    case Compression::xz:
      return std::make_unique<Xz>();
    case Compression::bzip2:
      return std::make_unique<Bzip2>();
    case Compression::utf16:
      return utf16_decoder();
    case Compression::none:
      break;
  }
  return nullptr;
}

}  // namespace cel
