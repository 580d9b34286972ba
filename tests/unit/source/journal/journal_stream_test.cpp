// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_stream.h"

#include "cel/source/streams.h"
#include "tests/unit/source/log_text.h"

using namespace cel;
using namespace cel::test;
using Texts = std::vector<std::string>;

namespace {

const std::string kContainer(64, 'a');

std::string field(const std::string& name, const std::string& value) {
  if (value.find('\n') == std::string::npos) {
    return name + "=" + value + "\n";
  }
  std::string size(8, '\0');
  for (unsigned i = 0; i < 8; ++i) {
    size[i] = static_cast<char>(value.size() >> (8 * i) & 0xFF);
  }
  return name + "\n" + size + value + "\n";
}

/// An entry as conmon or dockerd sends it, in the export format.
std::string entry(const std::string& message, const std::string& more = {},
                  const std::string& engine = "conmon", const std::string& priority = "6") {
  return field("__CURSOR", "s=1") + field("__REALTIME_TIMESTAMP", std::to_string(kLineTime)) +
         field("_TRANSPORT", "journal") + field("_EXE", "/usr/bin/" + engine) + field("_COMM", engine) +
         field("CONTAINER_ID_FULL", kContainer) + field("CONTAINER_NAME", "shop") +
         field("PRIORITY", priority) + more + field("MESSAGE", message) + "\n";
}

Texts read(const std::string& stream, Direction direction = Direction::oldest_first,
           std::size_t step = 65536) {
  Wanted wanted;
  wanted.tag = "the-tag";
  wanted.direction = direction;
  return texts_of(*stream_source(std::make_unique<StringInput>(stream, step), "-", wanted));
}

}  // namespace

TEST_CASE("Exported entries are lines of the containers that engines name") {
  const std::string stream = entry("nothing") + entry("the-tag 1\n") + entry("the-tag\n2");
  for (const std::size_t step : {1U, 7U, 65536U}) {
    CHECK(read(stream, Direction::oldest_first, step) == Texts{"the-tag 1", "the-tag\n2"});
  }
  CHECK(read(stream, Direction::newest_first) == Texts{"the-tag\n2", "the-tag 1"});

  Wanted wanted;
  wanted.tag = "the-tag";
  const auto source = stream_source(std::make_unique<StringInput>(stream), "-", wanted);
  LogLine line;
  REQUIRE(*source->next(line));
  CHECK(line.time == kLineTime);
  CHECK(line.container->id == kContainer);
  CHECK(line.container->name == "shop");
  CHECK(line.container->log == "-");
}

TEST_CASE("Entries in JSON over several lines are those of the containers that engines name") {
  const std::string pretty =
      "{\n\t\"PRIORITY\" : \"6\",\n\t\"__CURSOR\" : \"s=1\",\n\t\"_COMM\" : \"conmon\",\n"
      "\t\"_EXE\" : \"/usr/bin/conmon\",\n\t\"_TRANSPORT\" : \"journal\",\n"
      "\t\"__REALTIME_TIMESTAMP\" : \"" +
      std::to_string(kLineTime) + "\",\n\t\"CONTAINER_ID_FULL\" : \"" + kContainer +
      "\",\n\t\"CONTAINER_NAME\" : \"shop\",\n\t\"MESSAGE\" : ";
  const std::string stream =
      pretty + "\"the-tag 1\"\n}\n" + pretty + "\"torn\n" + pretty +
      "[\n\t\t116,\n\t\t104,\n\t\t101,\n\t\t45,\n\t\t116,\n\t\t97,\n\t\t103,\n\t\t255\n\t]\n}\n";
  for (const std::size_t step : {1U, 7U, 65536U}) {
    CHECK(read(stream, Direction::oldest_first, step) == Texts{"the-tag 1", "the-tag\xff"});
  }
  Wanted wanted;
  wanted.tag = "the-tag";
  const auto source = stream_source(std::make_unique<StringInput>(stream), "-", wanted);
  LogLine line;
  REQUIRE(*source->next(line));
  CHECK(line.time == kLineTime);
  CHECK(line.container->name == "shop");
  CHECK(journal_format("{\n\t\"level\": \"error\"\n}\n") == std::nullopt);
}

TEST_CASE("What conmon and dockerd split is whole again") {
  const std::string goes_on = field("CONTAINER_PARTIAL_MESSAGE", "true");
  CHECK(read(entry("x the-", goes_on) + entry("the-tag other", {}, "conmon", "3") + entry("tag 1\n")) ==
        Texts{"the-tag other", "the-tag 1"});
  const auto piece = [&](const std::string& id, bool last) {
    return field("CONTAINER_PARTIAL_ID", id) +
           field(last ? "CONTAINER_PARTIAL_LAST" : "CONTAINER_PARTIAL_MESSAGE", "true");
  };
  CHECK(read(entry("the-", piece("1", false), "dockerd") + entry("a the-t", piece("2", false), "dockerd") +
             entry("tag 1", piece("1", true), "dockerd") + entry("ag 2", piece("2", true), "dockerd")) ==
        Texts{"the-tag 1", "the-tag 2"});
  CHECK(read(entry("the-tag lone", goes_on)) == Texts{"the-tag lone"});
}

TEST_CASE("journalctl's JSON gives the same lines, whatever way a field is written") {
  const std::string head = R"({"__CURSOR":"s=1","_TRANSPORT":"journal",)";
  CHECK(read(head + R"("MESSAGE":"the-tag \"1\""})" + "\n" + head + R"("MESSAGE":null})" + "\n" + head +
             R"("MESSAGE":[116,104,101,45,116,97,103,27]})" + "\nthe-tag torn\n") ==
        Texts{"the-tag \"1\"", "the-tag\x1B"});
  Wanted wanted;
  wanted.tag = "the-tag";
  const auto source = stream_source(
      std::make_unique<StringInput>(
          head +
          R"("MESSAGE_ID":"5e1f0c3a9d4b4f6e8a7c2b1d0e9f8a76","CEL_RECORD":"{}","MESSAGE":"the-tag - {}"})"),
      "-", wanted);
  LogLine line;
  REQUIRE(*source->next(line));
  CHECK(line.bare);
  CHECK(line.text == "{}");
}

TEST_CASE("An entry that is not in the format costs a count, and those after it come") {
  const std::string wrong = "__CURSOR=1\nMESSAGE\n" + std::string(8, '\xFF') + "rest\n\n";
  CHECK(read(entry("the-tag 1") + "not a field\n\n" + entry("the-tag 2")) == Texts{"the-tag 1", "the-tag 2"});
  CHECK(read(entry("the-tag 1") + wrong) == Texts{"the-tag 1"});
}
