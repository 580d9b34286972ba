// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/configuration.h"

#include <fstream>

#include "tests/unit/sink/temporary.h"

using namespace cel;

namespace {

Result<ShipConfiguration> configured(const std::string& text) {
  const test::Folder folder;
  std::ofstream(folder.file("ship.toml")) << text;
  return read_ship_configuration(folder.file("ship.toml"));
}

}  // namespace

TEST_CASE("a configuration file has a key for each option and a table for each destination") {
  const auto configuration = configured(R"(
state = "/var/lib/cel"
docker = true
podman = false
lines = 3
logs = ["shop", "/var/log/shop.log"]
[[to]]
webhook = "https://example.com/"
header = ["A: b", "C: d"]
timeout = "10s"
[[to]]
exec = "cat"
keep-running = true
)");
  REQUIRE(configuration);
  using Values = std::vector<std::string>;
  CHECK(configuration->options == std::map<std::string, Values>{{"docker", {"true"}},
                                                                {"lines", {"3"}},
                                                                {"logs", {"shop", "/var/log/shop.log"}},
                                                                {"podman", {"false"}},
                                                                {"state", {"/var/lib/cel"}}});
  REQUIRE(configuration->destinations.size() == 2);
  Settings webhook = configuration->destinations[0];
  CHECK(webhook.address == "https://example.com/");
  CHECK(webhook.take_all("header") == std::vector<std::string>{"A: b", "C: d"});
  CHECK(webhook.take("timeout") == "10s");
  Settings exec = configuration->destinations[1];
  CHECK(exec.type == "exec");
  CHECK(exec.take("keep-running") == "true");
}

TEST_CASE("a mistake in a configuration file is named with its line") {
  const auto line_of = [](const std::string& text) {
    const auto configuration = configured(text);
    REQUIRE_FALSE(configuration);
    const std::string& error = configuration.error();
    return error.substr(error.find("ship.toml: ") + 11);
  };
  CHECK(line_of("\nstate = ").substr(0, 7) == "line 2,");
  CHECK(line_of("\n\nto = 1") == "line 3: a destination is a table [[to]]");
  CHECK(line_of("\n[[to]]\nheader = 'A: b'\n").find("line 2: this [[to]] has no TYPE") == 0);
  CHECK(line_of("[[to]]\nexec = 'cat'\nwebhook = 'https://e.com/'\n").find("two destinations") !=
        std::string::npos);
  CHECK(line_of("[state]\na = 1\n").find("line 1: 'state' takes a text") == 0);
}
