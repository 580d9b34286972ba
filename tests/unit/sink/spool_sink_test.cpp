// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/spool_sink.h"

#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

TEST_CASE("a spool folder gets a file with the report's lines") {
  const test::Folder folder;
  Json record = test::small_record();
  record["extra"] = std::string(10'000, 'x');
  const EncodedReport report = test::report_of(record);
  const auto sink = spool_sink(folder.path());
  REQUIRE(sink->open(Deadline::after(1s)));
  REQUIRE(sink->deliver(report, Deadline::after(1s)));
  std::string all;
  for (const std::string& line : report.lines) {
    all += line;
  }
  CHECK(test::content_of(folder.file("cel-1700000000-00112233aabbccdd.log")) == all);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a spool that is no folder is refused") {
  CHECK(spool_sink("/nowhere")->open(Deadline::after(1s)).error() ==
        "cannot find it: No such file or directory (ENOENT)");
  CHECK(spool_sink("/dev/null")->open(Deadline::after(1s)).error() == "is not a folder");
}
