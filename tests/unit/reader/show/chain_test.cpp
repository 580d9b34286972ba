// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/chain.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/reader/report_of.h"

using namespace cel;

namespace {

Json exception(const char* type, const char* kind = nullptr, int of = 0) {
  Json json = {{"type", type}, {"message", "m"}};
  if (kind != nullptr) {
    json["link"] = {{"kind", kind}, {"of", of}};
  }
  return json;
}

/// The types in reading order, each behind two spaces for every group around it.
std::string order(Json exceptions) {
  std::string text;
  for (const Chain::Link& link : chain_of({{"exceptions", std::move(exceptions)}}).links) {
    text += std::string(link.depth * 2, ' ') + link.type + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("causes come before what they led to") {
  CHECK(order({exception("Raised"), exception("Cause", "cause", 0), exception("Root", "context", 1)}) ==
        "Root\nCause\nRaised\n");
  const Chain chain = chain_of({{"exceptions", {exception("Raised"), exception("Context", "context", 0)}}});
  CHECK(chain.links[1].before == Chain::Before::context);
}

TEST_CASE("the members of a group come behind it, each with its own causes") {
  CHECK(order({exception("Group"), exception("One", "group", 0), exception("Two", "group", 0),
               exception("CauseOfTwo", "cause", 2)}) == "Group\n  One\n  CauseOfTwo\n  Two\n");
  CHECK(order({exception("Raised"), exception("OnClose", "suppressed", 0)}) == "Raised\n  OnClose\n");
}

TEST_CASE("a chain that does not say how it hangs together is one of causes") {
  CHECK(order({exception("Raised"), exception("Cause"), exception("Root")}) == "Root\nCause\nRaised\n");
}

TEST_CASE("links that lead nowhere are harmless") {
  CHECK(order({exception("Raised", "cause", 5), exception("A", "cause", 1), exception("B", "what", 99)}) ==
        "A\nB\nRaised\n");
  CHECK(order({Json(), Json(7), exception("A")}) == "A\n\n\n");
}

TEST_CASE("a chain of thousands is cut, and says so") {
  Json exceptions = Json::array();
  for (int i = 0; i < 5000; ++i) {
    exceptions.push_back(exception("E", "cause", i - 1));
  }
  const Chain chain = chain_of({{"exceptions", exceptions}});
  CHECK(chain.links.size() == 100);
  CHECK(chain.links_left_out == 4900);
}

TEST_CASE("every string of a chain is printable") {
  const Chain chain =
      chain_of(*parse_json(R"({"exceptions": [{"type": "E\u001b", "module": "\u202e", "message": "a\nb\u0007",
   
    "notes": ["n\u009b", 7], "frames": [{"file": "/\u001b", "line": 2, "function": "f\u0000", 
    "locals": {"x\u001b": "\u001b", "y": [1]},
    "context": {"start": 1, "lines": ["\t1", "\u001b2", 3]}}, 7]}]})"));
  const Chain::Link& link = chain.links.at(0);
  CHECK(link.type == "\\u202e.E\\x1b");
  CHECK(link.message == std::vector<std::string>{"a", "b\\x07"});
  CHECK(link.notes == std::vector<std::string>{"n\\x9b"});
  const Chain::Frame& frame = link.frames.at(0);
  CHECK(frame.file == "/\\x1b");
  CHECK(frame.function == "f\\x00");
  CHECK(frame.locals.at(0).name == "x\\x1b");
  CHECK(frame.locals.at(0).value == "\\x1b");
  CHECK(frame.locals.at(1).value == "[1]");
  CHECK(frame.source.at(0).text == "    1");
  CHECK(frame.source.at(1).text == "\\x1b2");
  CHECK(frame.source.at(1).failed);
}

TEST_CASE("records of any other shape make no chain, and no harm") {
  for (const char* record :
       {"{}", R"({"exceptions": {}, "backtrace": 7})", R"({"exceptions": [], "reason": []})",
        R"({"exceptions": "x", "backtrace": ""})"}) {
    const Chain chain = chain_of(*parse_json(record));
    CHECK(chain.links.empty());
    CHECK(chain.text_before.empty());
  }
}
