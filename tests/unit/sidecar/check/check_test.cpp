// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/check/check.h"

#include <catch2/catch.hpp>
#include <string>

#include "cel/sidecar/check/web_answer.h"

using namespace cel;

TEST_CASE("a URL names an address, a port and a path") {
  const auto place = web_place("http://127.0.0.1:8080/ready?a=b#c");
  REQUIRE(place);
  CHECK(place->host == "127.0.0.1");
  CHECK(place->port == 8080);
  CHECK(place->path == "/ready?a=b");
  CHECK(web_place("http://[::1]?x")->authority() == "[::1]:80");
  CHECK(web_place("http://[::1]?x")->path == "/?x");
  CHECK(web_place("http://localhost")->path == "/");
  for (const char* wrong : {"", "http://", "https://a/", "ftp://a", "http://:80", "http://a:0",
                            "http://a:99999/", "http://u@a/", "http://a/\n", "http://a/x y", "a"}) {
    INFO(wrong);
    CHECK_FALSE(web_place(wrong));
  }
}

TEST_CASE("an answer is taken whole, or not at all") {
  const auto answer = web_answer("HTTP/1.1 200 OK\r\ncontent-LENGTH: 2\r\nX: y\r\n\r\nokmore");
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == "ok");
  CHECK(web_answer("HTTP/1.0 503 no\r\n\r\nall of it")->body == "all of it");
  for (const char* wrong :
       {"", "HTTP/1.", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n"}) {
    INFO(wrong);
    CHECK_FALSE(web_answer(wrong));
  }
  CHECK(is_whole_answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  CHECK_FALSE(is_whole_answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"));
  CHECK_FALSE(is_whole_answer("HTTP/1.1 200 OK\r\n\r\nok"));
}

TEST_CASE("a value of JSON is found by its path") {
  const std::string text =
      R"({"db": {"state": "ok", "up": true, "lag": 1.5}, "list": [0, {"a": null}], "1": 2})";
  for (const auto& [path, value] : {std::pair("db.state", "ok"),
                                    {"db.up", "true"},
                                    {"db.lag", "1.5"},
                                    {"list.1.a", "null"},
                                    {"list.0", "0"},
                                    {"1", "2"},
                                    {"list.1", R"({"a":null})"}}) {
    INFO(path);
    CHECK(check_json(text, path, value));
  }
  CHECK(check_json(text, "db.state", "no").error() == "db.state is 'ok', not 'no'");
  CHECK(check_json(text, "db.none", "no").error() == "its answer has no db.none");
  CHECK(check_json(text, "list.2", "no").error() == "its answer has no list.2");
  CHECK(check_json(text, "db.state.x", "no").error() == "its answer has no db.state.x");
  CHECK(check_json("<html>", "a", "b").error() == "its answer is no JSON");
}
