// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/compress.h"

#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"

using namespace cel;

TEST_CASE("what was deflated comes back, small or large") {
  const auto size = GENERATE(0, 1, 4000, 16384, 16385, 3'000'000);
  test::Random random(7);
  const std::string bytes = test::random_bytes(random, static_cast<std::size_t>(size));
  CHECK(inflate_bytes(deflate_bytes(bytes), bytes.size()) == bytes);
}

TEST_CASE("a bomb stops at the limit") {
  CHECK_FALSE(inflate_bytes(deflate_bytes(std::string(10'000'000, 'x')), 1'000'000));
}

TEST_CASE("a stream that is cut short or followed by more is refused") {
  const std::string stream = deflate_bytes(std::string(1000, 'x') + "y");
  CHECK_FALSE(inflate_bytes(stream.substr(0, stream.size() - 1), 10'000));
  CHECK_FALSE(inflate_bytes(stream + "z", 10'000));
  CHECK_FALSE(inflate_bytes("", 10'000));
}

TEST_CASE("a stream with a flipped bit is refused, unless the bit was padding") {
  test::Random random(9);
  const std::string bytes = test::random_text(random, 2000);
  const std::string stream = deflate_bytes(bytes);
  for (std::size_t i = 0; i < stream.size(); ++i) {
    std::string flipped = stream;
    flipped[i] ^= static_cast<char>(1U << (i % 8));
    const auto inflated = inflate_bytes(flipped, 10'000);
    CHECK((!inflated || inflated == bytes));
  }
}

TEST_CASE("the checksum is the one that the world knows") { CHECK(crc32_of("123456789") == 0xCBF43926U); }
