// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cel/record/json.h"
#include "cel/source/bytes/byte_input.h"
#include "cel/source/source.h"

namespace cel::test {

/// A line of the CRI's format, and of Docker's json-file driver as dockerd writes it.
inline std::string cri_line(const std::string& text, bool ends = true, const std::string& stream = "stdout") {
  return "2026-01-31T23:59:59.123456789Z " + stream + (ends ? " F " : " P ") + text + "\n";
}

inline std::string docker_line(const std::string& text, bool ends = true,
                               const std::string& stream = "stdout") {
  return R"({"log":)" + Json(text + (ends ? "\n" : "")).dump() + R"(,"stream":")" + stream +
         "\",\"time\":\"2026-01-31T23:59:59.123456789Z\"}\n";
}

inline constexpr std::int64_t kLineTime = 1769903999'123456;  // what both say

inline void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

inline std::string gzipped(const std::string& content) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, content.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// Gives `bytes` in pieces of `step`, as a pipe does.
class StringInput : public ByteInput {
 public:
  explicit StringInput(std::string bytes, std::size_t step = 65536) : bytes_(std::move(bytes)), step_(step) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    const std::size_t got = bytes_.copy(bytes, std::min(size, step_), at_);
    at_ += got;
    return got;
  }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
};

/// All that a source gives, as texts; what went wrong at the end is in `error`.
inline std::vector<std::string> texts_of(Source& source, std::string* error = nullptr) {
  std::vector<std::string> texts;
  LogLine line;
  for (;;) {
    const Result<bool> more = source.next(line);
    if (!more) {
      REQUIRE(error != nullptr);
      *error = more.error();
      return texts;
    }
    if (!*more) {
      return texts;
    }
    REQUIRE(line.container);
    texts.emplace_back(line.text);
  }
}

}  // namespace cel::test
