// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/scan_buffer.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <random>

#include "cel/source/logs/log_files.h"
#include "tests/unit/sink/temporary.h"
#include "tests/unit/source/log_text.h"

using namespace cel;
using namespace cel::test;

namespace {

/// `size` bytes, no two parts alike.
std::string noise(std::size_t size) {
  std::mt19937 random(size);
  std::string text(size, '\0');
  for (char& byte : text) {
    byte = static_cast<char>(random());
  }
  return text;
}

FileChain::Opener opener(const std::vector<std::string>& paths) {
  return [&paths](LogPlace from) { return open_log(paths[from.file], from.offset); };
}

}  // namespace

TEST_CASE("A buffer gives a chain's bytes in their order, whatever is kept of them, and knows their places") {
  const Folder folder;
  const std::string large = noise(6'543'210);
  const std::string plain = large + "\n";
  const std::string small = noise(1000) + "\n";
  const std::vector<std::string> contents = {gzipped(plain), small, plain, small, plain};
  const std::vector<std::string> held = {plain, small, plain, small, plain};
  std::vector<std::string> paths;
  std::string all;
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    paths.push_back(folder.file(std::to_string(i)));
    write_file(paths.back(), contents[i]);
    starts.push_back(all.size());
    all += held[i];
  }
  std::mt19937 random(3);
  for (int round = 0; round < 10; ++round) {
    FileChain chain(paths.size(), opener(paths), LogPlace{});
    ScanBuffer buffer(chain);
    std::size_t at = 0;
    while (buffer.extend()) {
      const std::string_view seen = buffer.view(0, buffer.size());
      REQUIRE(seen == std::string_view(all).substr(at, seen.size()));
      const LogPlace place = buffer.place(seen.size() / 2);
      CHECK(starts[place.file] + place.offset == at + seen.size() / 2);
      const std::size_t dropped = seen.size() - random() % std::min<std::size_t>(seen.size(), 700'000);
      buffer.drop(dropped);
      at += dropped;
    }
    CHECK(at + buffer.size() == all.size());
    CHECK(buffer.at_end());
    CHECK(chain.error().empty());
  }
}

TEST_CASE("What is truncated while it is in the buffer reads as zeros, and ends there") {
  const Folder folder;
  const std::vector<std::string> paths = {folder.file("log")};
  write_file(paths[0], std::string(8 << 20, 'x'));
  FileChain chain(1, opener(paths), LogPlace{});
  ScanBuffer buffer(chain);
  REQUIRE(buffer.extend());
  const std::size_t size = buffer.size();
  REQUIRE(size > 1 << 20);
  REQUIRE(truncate(paths[0].c_str(), 1 << 20) == 0);
  CHECK(buffer.view((1 << 20) - 1, size).find_first_not_of('x') == 1);
  CHECK(buffer.view(1 << 20, size).find_first_not_of('\0') == std::string_view::npos);
  CHECK_FALSE(buffer.extend());
  CHECK(buffer.size() == size);
}

TEST_CASE("A file that grows meanwhile is read to its new end") {
  const Folder folder;
  const std::vector<std::string> paths = {folder.file("log")};
  const std::string text = noise(3 << 20);
  write_file(paths[0], text.substr(0, 1 << 20));
  FileChain chain(1, opener(paths), LogPlace{});
  ScanBuffer buffer(chain);
  REQUIRE(buffer.extend());
  write_file(paths[0], text);
  while (buffer.extend()) {
  }
  CHECK((buffer.view(0, buffer.size()) == text));
}
