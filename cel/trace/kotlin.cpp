// SPDX-License-Identifier: Apache-2.0
//
// Kotlin/Native, as its runtime prints it. On a JVM, Kotlin's stacks are Java's.
//
//   Uncaught Kotlin exception: kotlin.IllegalStateException: no price for item 7
//       at 0   shop.kexe   0x10f2b  kfun:kotlin.Throwable#<init>(kotlin.String?){} + 91
//       (/opt/…/Throwable.kt:24:37) at 3   shop.kexe   0x10a11  kfun:#price(kotlin.Int){}kotlin.Int + 177
//       (/srv/cart.kt:3:11)

#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

std::optional<TextFrame> kotlin_frame(std::string_view line) {
  line = unindented(line);
  const std::size_t symbol = line.find("0x");
  if (!line.starts_with("at ") || symbol == std::string_view::npos) {
    return std::nullopt;
  }
  line.remove_prefix(symbol);
  line = unindented(line.substr(std::min(line.find(' '), line.size())));
  TextFrame frame;
  if (const std::size_t open = line.rfind(" ("); open != std::string_view::npos && line.ends_with(')')) {
    const auto place = place_of(line.substr(open + 2, line.size() - open - 3));
    frame.file = place ? place->file : std::string_view();
    frame.line = place ? place->line : 0;
    line = line.substr(0, open);
  }
  line = line.substr(0, line.rfind(" + "));
  const bool of_kotlin = line.starts_with("kfun:");
  line.remove_prefix(of_kotlin ? 5 : 0);
  line.remove_prefix(line.starts_with('#') ? 1 : 0);
  frame.function = line.substr(0, line.find_first_of("({", 1));
  frame.in_app = of_kotlin && !line.starts_with("kotlin.") && !line.starts_with("kotlinx.");
  return frame;
}

}  // namespace

bool parse_kotlin(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  constexpr std::string_view kUncaughtKotlin = "Uncaught Kotlin exception: ";
  const auto header = at.line().starts_with(kUncaughtKotlin)
                          ? type_and_message(at.line().substr(kUncaughtKotlin.size()))
                          : std::nullopt;
  if (!header) {
    return false;
  }
  std::vector<TextLink> links;
  const auto add = [&links](const TypeAndMessage& said) {
    TextLink link;
    link.type = said.type;
    link.message = said.message;
    link.frames = TextFrames(FrameOrder::kInnermostFirst);
    link.kind = links.empty() ? nullptr : "cause";
    link.of = links.empty() ? 0 : links.size() - 1;
    links.push_back(std::move(link));
  };
  add(*header);
  constexpr std::string_view kCaused = "Caused by: ";
  Lines lines = at;
  for (lines.next(); !lines.at_end(); lines.next()) {
    const std::string_view line = unindented(lines.line());
    const auto cause =
        line.starts_with(kCaused) ? type_and_message(line.substr(kCaused.size())) : std::nullopt;
    if (const auto frame = kotlin_frame(line)) {
      links.back().frames.add(*frame);
    } else if (cause && links.size() < kMaxLinks) {
      add(*cause);
    } else if (!line.starts_with("... and ")) {
      break;
    }
  }
  found = {"Kotlin", std::move(links), at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
