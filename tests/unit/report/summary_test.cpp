// SPDX-License-Identifier: Apache-2.0
#include "cel/report/summary.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

Summary of_reason(const char* reason) { return summary_of(Json{{"type", "Python3"}, {"reason", reason}}); }

}  // namespace

TEST_CASE("a reason is told apart into where and what") {
  const Summary summary = of_reason("shop.py:6:price:ZeroDivisionError: division by zero");
  CHECK(summary.type == "Python3");
  CHECK(summary.where == "shop.py:6:price");
  CHECK(summary.what == "ZeroDivisionError: division by zero");
}

TEST_CASE("reasons of other shapes keep all their words") {
  const auto [reason, where, what] = GENERATE(table<const char*, const char*, const char*>({
      {"a b: c:d.py:17:<module>:E: x: y", "a b: c:d.py:17:<module>", "E: x: y"},
      {"main.go:12: index out of range", "main.go:12", "index out of range"},
      {"shop.py:6:price:KeyError", "shop.py:6:price", "KeyError"},
      {"killed by signal 9", "", "killed by signal 9"},
      {"error at 12:30: no: 7", "", "error at 12:30: no: 7"},
      {"first\nsecond.py:1:f:E: z", "", "first"},
      {"::::", "", "::::"},
      {"", "", ""},
  }));
  CAPTURE(reason);
  CHECK(of_reason(reason).where == where);
  CHECK(of_reason(reason).what == what);
}

TEST_CASE("a record without a reason has an empty summary") {
  CHECK(summary_of(Json::object()).what.empty());
  CHECK(summary_of(Json{{"reason", 7}}).where.empty());
}
