// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/random_record.h"

#include <array>

#include "cel/base/text.h"
#include "cel/record/build.h"
#include "cel/wire/encode.h"

namespace cel::test {

std::size_t between(Random& random, std::size_t low, std::size_t high) {
  return std::uniform_int_distribution<std::size_t>(low, high)(random);
}

std::string random_bytes(Random& random, std::size_t size) {
  using namespace std::string_literals;
  static const std::string kNasty = "{}[]\",:\\\n\r\0ue+-09\x80\xC0\xED\xF4\xFF<"s;
  std::string bytes;
  while (bytes.size() < size) {
    bytes += between(random, 0, 2) == 0 ? kNasty[between(random, 0, kNasty.size() - 1)]
                                        : static_cast<char>(between(random, 0, 255));
  }
  return bytes;
}

std::string random_text(Random& random, std::size_t size) {
  static const std::array<std::string, 14> kWords = {
      "error ",    "\"quoted\" ",
      "C:\\dir ",  "\n",
      "\t",        "naïve ",
      "日本語 ",   "😀",
      "\x7F",      "\x01",
      "line",      " 12345",
      "{\"a\":1}", "container-exception-logger - {\"type\":\"x\"}"};
  std::string text;
  while (text.size() < size) {
    if (between(random, 0, 3) == 0) {
      text += kWords[between(random, 0, kWords.size() - 1)];
    } else {
      text += static_cast<char>(between(random, 'a', 'z'));
    }
  }
  return text;
}

Json random_record(Random& random, std::size_t size) {
  Json record = Json::object();
  record["type"] = "Python3";
  record["executable"] = "/" + random_text(random, between(random, 0, 40));
  record["reason"] = random_text(random, between(random, 0, size / 8));
  record["backtrace"] = random_text(random, between(random, 0, size / 2));
  record["time"] = between(random, 0, 2'000'000'000);
  if (between(random, 0, 1) == 0) {
    record["pid"] = between(random, 1, 4'000'000);
  }
  Json frames = Json::array();
  while (to_line(frames).size() < size / 2) {
    frames.push_back(
        {{"file", "/srv/app.py"},
         {"line", between(random, 1, 5000)},
         {"function", random_text(random, 8)},
         {"locals", {{"x", random_text(random, between(random, 0, 200))}, {"y", nullptr}, {"z", 1.5}}}});
  }
  record["exceptions"] = Json::array({{{"type", "ValueError"}, {"frames", std::move(frames)}}});
  if (between(random, 0, 3) == 0) {
    record["extra " + random_text(random, 5)] = random_text(random, between(random, 0, size / 8));
  }
  Origin origin;
  origin.id = random_id(random) + random_id(random);
  complete_record(record, origin);
  return record;
}

std::string random_id(Random& random) {
  std::array<unsigned char, 8> bytes{};
  for (unsigned char& byte : bytes) {
    byte = static_cast<unsigned char>(between(random, 0, 255));
  }
  return hex(bytes.data(), bytes.size());
}

std::vector<std::string> lines_of(const Json& record, std::size_t max_line, const std::string& tag,
                                  const std::string& id) {
  LineFormat format;
  format.tag = tag;
  format.max_line = max_line;
  std::vector<std::string> lines = encode_record(record, SerializedRecord(record), format, id);
  for (std::string& line : lines) {
    line.pop_back();
  }
  return lines;
}

}  // namespace cel::test
