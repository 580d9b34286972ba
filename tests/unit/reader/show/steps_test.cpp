// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/steps.h"

#include <catch2/catch.hpp>
#include <string>

using namespace cel;

namespace {

/// A link with a frame for each letter of `calls`; capitals are the program's own.
Chain::Link link_of(const std::string& calls) {
  Chain::Link link;
  for (const char call : calls) {
    Chain::Frame frame;
    frame.function = std::string(1, call);
    frame.own = call >= 'A' && call <= 'Z';
    link.frames.push_back(frame);
  }
  return link;
}

/// The steps in short: a letter for a frame, (2x5) for the last two five more times, [7] folded, {9} omitted.
std::string steps(const Chain::Link& link, bool fold_libraries = true) {
  std::string text;
  for (const Step& step : steps_of(link, fold_libraries)) {
    const std::string count = std::to_string(step.count);
    switch (step.kind) {
      case Step::Kind::frame:
        text += link.frames[step.frame].function;
        break;
      case Step::Kind::repeated:
        text += '(' + std::to_string(step.frames) + 'x' + count + ')';
        break;
      case Step::Kind::library:
        text += '[' + count + ']';
        break;
      case Step::Kind::omitted:
        text += '{' + count + '}';
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a recursion is shown once, whatever calls whatever") {
  CHECK(steps(link_of("MAAAAAB")) == "MA(1x4)B");
  CHECK(steps(link_of("MABABABABC")) == "MAB(2x3)C");
  CHECK(steps(link_of("MABABABA")) == "MAB(2x2)A");
  CHECK(steps(link_of("MAAB")) == "MAAB");  // once more is no recursion worth a fold
  CHECK(steps(link_of("")).empty());
}

TEST_CASE("what lies within libraries is folded to where it enters and leaves them") {
  CHECK(steps(link_of("MabcdeN")) == "Ma[3]eN");
  CHECK(steps(link_of("Mabcdef")) == "Ma[4]f");
  CHECK(steps(link_of("MabcN")) == "MabcN");
  CHECK(steps(link_of("MabcdeN"), false) == "MabcdeN");
}

TEST_CASE("without frames of the program's own, the libraries' are all that there is") {
  CHECK(steps(link_of("abcdefg")) == "abcdefg");
}

TEST_CASE("frames that the record leaves out are told where they were") {
  Chain::Link link = link_of("MAAAAAA");
  link.omitted = 900;
  link.omitted_after = 4;
  CHECK(steps(link) == "MA(1x2){900}A(1x2)");
}
