// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/message.h"

#include <catch2/catch.hpp>

#include "cel/wire/decode.h"

using namespace cel;

namespace {

constexpr Peer kPeer{77, 1000, 1001};

Json record_of(std::string_view message, const Peer& peer = kPeer) {
  const Result<EncodedReport> report = report_of_message(message, peer);
  REQUIRE(report);
  return report->record;
}

}  // namespace

TEST_CASE("a message becomes the record that it holds, with the relay's word on who sent it") {
  const Json record =
      record_of(R"({"type":"T","executable":"/e","reason":"r","backtrace":"b","time":5,"k":[1]})"
                "\n");
  CHECK(record["type"] == "T");
  CHECK(record["k"] == Json{1});
  CHECK(record["peer"] == Json{{"pid", 77}, {"uid", 1000}, {"gid", 1001}});
}

TEST_CASE("a client cannot claim who it is, nor the framing of lines, and loses nothing that it said") {
  const Json record = record_of(R"({"peer":{"uid":0},"x_peer":2,"cel":{"part":1},"id":"i"})"
                                "\n");
  CHECK(record["peer"]["uid"] == 1000);
  CHECK(record["x_x_peer"] == Json{{"uid", 0}});
  CHECK(record["x_peer"] == 2);
  CHECK_FALSE(record.contains("cel"));
  CHECK(record["x_cel"] == Json{{"part", 1}});
}

TEST_CASE("a process that the relay cannot see has no pid") {
  CHECK(record_of("{}\n", Peer{0, 65534, 65534})["peer"] == Json{{"uid", 65534}, {"gid", 65534}});
}

TEST_CASE("what is no object is a text, and so is one with more values than a report has") {
  CHECK(record_of("last words\nand more\n")["reason"] == "last words");
  CHECK(record_of("last words\n")["type"] == "Text");
  std::string many = "{\"a\":[";
  for (int i = 0; i < 50'000; ++i) {
    many += "1,";
  }
  many += "1]}\n";
  const Json record = record_of(many);
  CHECK(record["type"] == "Text");
  CHECK(record["backtrace"] == many.substr(0, many.size() - 1));
}

TEST_CASE("a long message is ASCII as the logger sends it, or refused before it grows") {
  const std::string long_text(200'000, 'x');
  CHECK(report_of_message("{\"reason\":\"" + long_text + "\"}\n", kPeer));
  for (const std::string& message : {long_text + "\n", "{\"reason\":\"é" + long_text + "\"}\n",
                                     "{\n\"reason\":\"" + long_text + "\"}\n"}) {
    CHECK(report_of_message(message, kPeer).error() ==
          "a record longer than 131072 bytes must be a JSON object in ASCII on one line");
  }
}

TEST_CASE("half a message and one that is too long are refused") {
  CHECK(report_of_message("{\"a\":1}", kPeer).error() == "the record does not end in a newline");
  CHECK(report_of_message(std::string(kMaxMessage, 'x') + "\n", kPeer).error() ==
        "the record is longer than 1052672 bytes");
}

TEST_CASE("lines of any message are lines of the log") {
  for (const std::string& message :
       {std::string("\r<3>container-exception-logger - {\n"), std::string("{\"a\":\"\xff\x01\nx\"}\n"),
        "{\"a\":\"" + std::string(9000, '"') + "\n"}) {
    const Result<EncodedReport> report = report_of_message(message, kPeer);
    REQUIRE(report);
    for (std::string line : report->lines) {
      REQUIRE(line.back() == '\n');
      line.pop_back();
      CHECK(line.size() <= kDefaultMaxLine);
      CHECK(find_line(line, kDefaultTag)->offset == 0);
    }
  }
}
