// SPDX-License-Identifier: Apache-2.0
#include "cel/hooks/hook_variable.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

HookVariable hook_with(const std::string& value, const std::string& join) {
  const auto hook = parse_hook_variable("variable A\nvalue " + value + "\njoin " + join + "\n", "/cel");
  REQUIRE(hook);
  return *hook;
}

}  // namespace

TEST_CASE("a language's environment file names a variable, its value in the volume, and how it joins",
          "[hooks]") {
  const auto hook = parse_hook_variable(
      "# a comment\n\nvariable NODE_OPTIONS\nvalue --require={volume}/a.js,{volume}/b.js\njoin before with "
      "space",
      "/cel");
  REQUIRE(hook);
  CHECK(hook->name == "NODE_OPTIONS");
  CHECK(hook->value == "--require=/cel/a.js,/cel/b.js");
  CHECK((hook->before && hook->separator == " "));
}

TEST_CASE("a language's environment file tells what its programs are, and how one dies", "[hooks]") {
  const auto hook = parse_hook_variable(
      "variable A\nvalue {volume}\njoin before with colon\nruntimes python3  pypy3\n"
      "check -B {volume}/python/check.py\noldest 2.7\nprogram java\n",
      "/cel");
  REQUIRE(hook);
  CHECK(hook->runtimes == std::vector<std::string>{"python3", "pypy3"});
  CHECK(hook->check == std::vector<std::string>{"-B", "/cel/python/check.py"});
  CHECK((hook->oldest == "2.7" && hook->program == "java"));
}

TEST_CASE("a hook's value stands before or after what a variable holds, which stays", "[hooks]") {
  CHECK(joined_value(hook_with("{volume}", "before with colon"), "") == "/cel");
  CHECK(joined_value(hook_with("{volume}", "before with colon"), "/a::/b:") == "/cel:/a::/b:");
  CHECK(joined_value(hook_with("-r={volume}", "after with space"), "-x -y") == "-x -y -r=/cel");
  CHECK(joined_value(hook_with(":{volume}", "after with nothing"), "") == ":/cel");
  CHECK(joined_value(hook_with(":{volume}", "after with nothing"), "/a") == "/a:/cel");
}

TEST_CASE("what a hook's value was joined to is had back", "[hooks]") {
  for (const char* join : {"before with colon", "after with space", "after with nothing"}) {
    const HookVariable hook = hook_with("{volume}/x", join);
    for (const char* held : {"", "/a", "/a::/b:", "-x -y"}) {
      CHECK(held_value(hook, joined_value(hook, held)) == held);
    }
    CHECK(held_value(hook, "-z") == "-z");
  }
}

TEST_CASE("a hook's value that is there already is not joined again", "[hooks]") {
  const HookVariable hook = hook_with("{volume}", "before with colon");
  CHECK(joined_value(hook, "/cel") == "/cel");
  CHECK(joined_value(hook, "/a:/cel:/b") == "/a:/cel:/b");
  CHECK(joined_value(hook, "/a:/cel2") == "/cel:/a:/cel2");
}

TEST_CASE("an environment file that makes no sense is refused with the line that does not", "[hooks]") {
  const auto refused = [](const char* text, const char* why) {
    const auto hook = parse_hook_variable(text, "/cel");
    REQUIRE_FALSE(hook);
    CHECK_THAT(hook.error(), Catch::Contains(why));
  };
  refused("", "a line is missing");
  refused("variable A\nvalue {volume}\n", "a line is missing");
  refused("variable a=b\n", "'variable a=b' is not understood");
  refused("value /elsewhere\n", "'value /elsewhere' is not understood");
  refused("join before with a comma\n", "is not understood");
  refused("join beside with colon\n", "is not understood");
}
