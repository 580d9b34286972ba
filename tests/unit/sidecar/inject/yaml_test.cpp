// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>

#include "cel/sidecar/inject/yaml_read.h"
#include "cel/sidecar/inject/yaml_write.h"

using namespace cel;

namespace {

std::string rewritten(const std::string& text) {
  const Result<std::vector<YamlNode>> read = read_yaml(text);
  REQUIRE(read);
  const Result<std::string> written = write_yaml(*read);
  REQUIRE(written);
  return *written;
}

}  // namespace

TEST_CASE("YAML that libyaml would write so is written as it was read") {
  for (const char* text : {
           "a: 1\nb: \"1\"\nc: 'no'\nd: no\n",
           "a: |\n  x\n   y\nb: [1, \"2\", {c: d}]\n",
           "a:\n- b: c\n  d: e\n- f\n---\ng:\n",
           "{\"a\": [1, 2.5, true, null, \"true\"], \"b\": {}}\n",
       }) {
    CHECK(rewritten(text) == text);
  }
}

TEST_CASE("aliases and merge keys become what they stand for") {
  CHECK(rewritten("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\ne: *x\n") ==
        "a: {b: 1, c: 2}\nd:\n  c: 3\n  b: 1\ne: {b: 1, c: 2}\n");
}

TEST_CASE("documents of nothing and comments are left out") {
  CHECK(rewritten("# one\n---\n# two\n---\na: b # three\n---\n~\n") == "a: b\n");
  CHECK(rewritten("").empty());
}

TEST_CASE("nothing within braces stays nothing") {
  CHECK(rewritten("{a: , b: ''}\n") == "{\"a\": null, \"b\": \"\"}\n");
}

TEST_CASE("an alias can make no tree deeper than the limit") {
  std::string text = "a0: &a0 {x: y}\n";
  for (int i = 1; i < 200; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " {x: *a" + std::to_string(i - 1) + "}\n";
  }
  const Result<std::vector<YamlNode>> read = read_yaml(text);
  REQUIRE_FALSE(read);
  CHECK(read.error().find("more than 100 nodes lie within each other") != std::string::npos);
}
