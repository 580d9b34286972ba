// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cel/run/process/environment.h"
#include "cel/run/process/script.h"
#include "cel/run/startup/environment_dump.h"

using namespace cel;

namespace {

std::string dump(const Environment& variables) {
  std::string text;
  for (const std::string& variable : variables) {
    text += variable + '\0';
  }
  return text;
}

}  // namespace

TEST_CASE("An environment is what a shell made of it, but for what is the shell's own") {
  Environment environment = {"A=1", "GONE=x", "PWD=/srv", "odd.name=kept", "LINES_="};
  merge_dump(environment, dump({"A=2\n=3", "NEW=\xff", "PWD=/", "_=/usr/bin/env", "SHLVL=1", "LINES_="}));
  CHECK(environment == Environment{"A=2\n=3", "PWD=/srv", "odd.name=kept", "LINES_=", "NEW=\xff"});
}

TEST_CASE("A variable has the name that it has, and no other") {
  Environment environment = {"AB=1", "A=2", "=odd", "B"};
  CHECK(value_of(environment, "A") == std::string("2"));
  CHECK(value_of(environment, "B") == nullptr);
  set_variable(environment, "A", "");
  unset_variable(environment, "AB");
  CHECK(environment == Environment{"A=", "=odd", "B"});
  CHECK(is_variable_name("_a1"));
  for (const std::string name : {"", "1a", "a-b", "a b", "a=", "\xc3\xa4"}) {
    CHECK(!is_variable_name(name));
  }
}

TEST_CASE("A script's interpreter is what the kernel takes from its first line") {
  using Words = std::vector<std::string>;
  CHECK(interpreter_of("#!/bin/sh\n") == Words{"/bin/sh"});
  CHECK(interpreter_of("#! /usr/bin/env  bash -x \necho") == Words{"/usr/bin/env", "bash -x"});
  CHECK(interpreter_of("#!").empty());
  CHECK(interpreter_of("\x7f"
                       "ELF")
            .empty());
  CHECK(interpreter_name({"/bin/busybox", "sh"}) == "sh");
  CHECK(interpreter_name({"/usr/bin/env", "python3"}) == "python3");
  CHECK(interpreter_name({"/bin/dash", "-e"}) == "dash");
  CHECK(is_shell("bash"));
  CHECK(!is_shell("python3"));
}
