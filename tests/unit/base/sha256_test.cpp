// SPDX-License-Identifier: Apache-2.0
#include "cel/base/sha256.h"

#include <catch2/catch.hpp>
#include <string>

#include "cel/base/text.h"

using namespace cel;

namespace {

std::string digest_of(const std::string& bytes) { return hex(sha256(bytes).data(), 32); }

}  // namespace

TEST_CASE("SHA-256 is that of FIPS 180-4's examples") {
  CHECK(digest_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(digest_of(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 pads every length") {
  CHECK(digest_of(std::string(55, 'x')) != digest_of(std::string(56, 'x')));
  CHECK(digest_of(std::string(63, 'x')) != digest_of(std::string(64, 'x')));
}

TEST_CASE("SHA-256 of pieces is that of the whole") {
  const std::string bytes(1000, 'x');
  for (const std::size_t piece : {1U, 7U, 63U, 64U, 65U, 200U}) {
    Sha256 hash;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      hash.add(std::string_view(bytes).substr(at, piece));
    }
    CHECK(hash.digest() == sha256(bytes));
  }
}
