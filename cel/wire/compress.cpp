// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/compress.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace cel {
namespace {

constexpr std::size_t kSmall = 16384;
constexpr int kLevel = 3;  // the last of those without lazy matching
constexpr std::size_t kChunk = 65536;

Bytef* input_of(std::string_view bytes) {
  // zlib declares its input without const and does not write to it.
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT
}

}  // namespace

std::string deflate_bytes(std::string_view bytes) {
  z_stream stream{};
  // A few pages need neither a window of 32 KiB nor tables of 128, and touching these costs more than
  // compressing does. Nor is the last tenth of size worth twice the time of a program that lives for a
  // millisecond.
  const bool small = bytes.size() <= kSmall;
  const int level = small ? Z_BEST_SPEED : kLevel;
  if (deflateInit2(&stream, level, Z_DEFLATED, small ? 14 : 15, small ? 4 : 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());  // NOLINT
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);  // cannot fail: the output has the size that deflateBound() promised
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::optional<std::string> inflate_bytes(std::string_view compressed, std::size_t limit) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) {
    throw std::bad_alloc();
  }
  stream.next_in = input_of(compressed);
  stream.avail_in = static_cast<uInt>(compressed.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK && out.size() <= limit) {
    const std::size_t used = out.size();
    out.resize(used + std::min(kChunk, limit + 1 - used));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + used);  // NOLINT
    stream.avail_out = static_cast<uInt>(out.size() - used);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(stream.total_out);
  }
  const bool whole = state == Z_STREAM_END && stream.avail_in == 0 && out.size() <= limit;
  inflateEnd(&stream);
  return whole ? std::optional(std::move(out)) : std::nullopt;
}

std::uint32_t crc32_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, input_of(bytes), bytes.size()));
}

}  // namespace cel
