// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/destination/settings.h"

#include <cstdlib>
#include <fstream>

#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

Settings of(const std::string& words) {
  Result<Settings> settings = Settings::of_words(words);
  REQUIRE(settings);
  return std::move(*settings);
}

}  // namespace

TEST_CASE("a destination has a type and an address, and a name that holds neither is made of them") {
  const Settings settings = of("webhook=https://user:secret@example.com/a=b");
  CHECK(settings.type == "webhook");
  CHECK(settings.address == "https://user:secret@example.com/a=b");
  CHECK(settings.name == of("webhook=https://user:secret@example.com/a=b").name);
  CHECK(settings.name != of("webhook=https://user:secret@example.com/").name);
  CHECK(settings.name.find("secret") == std::string::npos);
  CHECK_FALSE(Settings::of_words("webhook"));
  CHECK_FALSE(Settings::of_words("=x"));
  CHECK_FALSE(Settings::of_words("webhook="));
}

TEST_CASE("secrets come from files, variables and credentials, and are never shown") {
  const test::Folder folder;
  std::ofstream(folder.file("token")) << "t0ken\n";
  setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  setenv("CEL_TEST_KEY", "k3yk3y", 1);                        // NOLINT(concurrency-mt-unsafe)
  Settings settings = of("webhook=https://example.com/${env:CEL_TEST_KEY}/x");
  settings.add("header", "A: ${credential:token}");
  settings.add("header", "B: ${file:" + folder.file("token") + "}");
  REQUIRE(settings.fill_in_secrets());
  CHECK(settings.address == "https://example.com/k3yk3y/x");
  CHECK(settings.take_all("header") == std::vector<std::string>{"A: t0ken", "B: t0ken"});
  CHECK(settings.masked("no k3yk3y, but t0ken") == "no ***, but ***");
}

TEST_CASE("a secret that is not there is named") {
  for (const char* address : {"x=${env:CEL_TEST_NONE}", "x=${file:/none}", "x=${what:no}", "x=${env:HOME"}) {
    Settings settings = of(address);
    CHECK_FALSE(settings.fill_in_secrets());
  }
}

TEST_CASE("a key that a destination does not know is a mistake, and so is one that is given twice") {
  Settings settings = of("webhook=x");
  settings.add("timeout", "10s");
  CHECK(*settings.take_time("timeout", 1s) == 10s);
  CHECK(settings.all_taken());
  settings.add("tiemout", "10s");
  CHECK(settings.all_taken().error().find("'tiemout'") != std::string::npos);
  Settings twice = of("webhook=x");
  twice.add("timeout", "10s");
  twice.add("timeout", "11s");
  CHECK(*twice.take_time("timeout", 1s) == 1s);
  CHECK_FALSE(twice.all_taken());
}

TEST_CASE("times and sizes have a unit") {
  CHECK(*time_span("500ms") == 500ms);
  CHECK(*time_span("7d") == 168h);
  CHECK(*byte_size("64K") == 65536);
  CHECK(*byte_size("2G") == 2ULL << 30U);
  for (const char* wrong : {"", "5", "s", "-1s", "1.5s", "99999999d", "1s "}) {
    CHECK_FALSE(time_span(wrong));
  }
}
