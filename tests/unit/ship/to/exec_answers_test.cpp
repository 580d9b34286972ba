// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/exec_answers.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("a handler says ok or no of a report, and anything else besides") {
  CHECK(exec_answer("ok 00ff")->is_ok);
  CHECK(exec_answer("ok 00ff")->id == "00ff");
  CHECK(exec_answer("ok 00ff\r")->id == "00ff");
  CHECK_FALSE(exec_answer("no 00ff too large for us")->is_ok);
  CHECK(exec_answer("no 00ff too large for us")->why == "too large for us");
  for (const char* other : {"", "ok", "ok ", "okay 00ff", " ok 00ff", "starting"}) {
    CHECK_FALSE(exec_answer(other));
  }
}

TEST_CASE("answers are found in whatever pieces they come, and an endless line takes no memory") {
  const std::string text = "hello\nok 1\n" + std::string(5000, 'x') + "\nno 2 why\n" + "ok 3";
  for (std::size_t size = 1; size < 20; ++size) {
    ExecAnswers answers;
    std::string ids;
    for (std::size_t at = 0; at < text.size(); at += size) {
      for (const ExecAnswer& answer : answers.take(std::string_view(text).substr(at, size))) {
        ids += answer.id;
      }
    }
    CHECK(ids == "12");
    CHECK(answers.take("4\n").front().id == "34");
  }
}
