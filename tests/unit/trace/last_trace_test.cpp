// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/last_trace.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

const std::string kDied =
    "INFO:root:starting backup\nTraceback (most recent call last):\n  File \"a.py\", line 3, in f\n"
    "    g()\nKeyError: 'x'\n";

Json described(const std::string& text, const char* type = "Text") {
  Json record = {{"type", type}, {"reason", "INFO:root:starting backup"}, {"backtrace", text}};
  describe_by_last_trace(record);
  return record;
}

}  // namespace

TEST_CASE("the traceback that a text ends with gives its type, reason and exceptions") {
  const Json record = described(kDied);
  CHECK(string_at(record, "type") == "Python3");
  CHECK(string_at(record, "reason") == "KeyError: 'x'");
  CHECK(string_at(record, "backtrace") == kDied);
  CHECK(record["exceptions"][0]["frames"][0]["function"] == "f");
  CHECK(string_at(described(kDied, "Backup"), "type") == "Backup");
}

TEST_CASE("without a traceback, what a runtime said last does") {
  const Json record = described("INFO:root:starting backup\nno space for order 12 at backup.pl line 3.\n");
  CHECK(string_at(record, "type") == "Perl");
  CHECK(string_at(record, "reason") == "die: no space for order 12");
}

TEST_CASE("a text that ends in no traceback stays as it is") {
  for (const std::string& text : {std::string("no space left\n"), kDied + "\n" + std::string(5000, '.')}) {
    const Json record = described(text);
    CHECK(string_at(record, "type") == "Text");
    CHECK(string_at(record, "reason") == "INFO:root:starting backup");
    CHECK_FALSE(record.contains("exceptions"));
  }
}

TEST_CASE("what a message tells already is not said twice") {
  const std::string dump = "\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:11 +0x285\n";
  CHECK(error_in(*trace_at_end("fatal error: concurrent map writes" + dump)) == "concurrent map writes");
  CHECK(error_in(*trace_at_end("panic: runtime error: index out of range [7] with length 2" + dump)) ==
        "runtime error: index out of range [7] with length 2");
  CHECK(error_in(*trace_at_end("panic: panicked" + dump)) == "panic: panicked");
}
