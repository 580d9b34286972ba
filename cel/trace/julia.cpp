// SPDX-License-Identifier: Apache-2.0
//
// Julia, as Base's showerror and show_backtrace print it:
//
//   ERROR: LoadError: BoundsError: attempt to access 2-element Vector{Int64} at index [7]
//   Stacktrace:
//    [1] getindex
//      @ ./array.jl:861 [inlined]
//    [2] price(items::Vector{Int64}, i::Int64)
//      @ Main ~/cart.jl:1
//   in expression starting at /home/a/cart.jl:3

#include "cel/base/text.h"
#include "cel/trace/language.h"
#include "cel/trace/place.h"
#include "cel/trace/program_path.h"

namespace cel {
namespace {

constexpr int kJuliaMessageLines = 50;

/// ` [2] price(items::Vector{Int64}, i::Int64)`, with the place on the next line, or ` at FILE:LINE` here
/// before Julia 1.6.
std::optional<TextFrame> julia_frame(Lines& lines) {
  std::string_view line = unindented(lines.line());
  const std::size_t close = line.find("] ");
  if (!line.starts_with('[') || close == std::string_view::npos ||
      !whole_number(line.substr(1, close - 1), 1, 1U << 20U)) {
    return std::nullopt;
  }
  line.remove_prefix(close + 2);
  lines.next();
  std::string_view where;
  if (const std::size_t at = line.rfind(" at "); at != std::string_view::npos) {
    where = line.substr(at + 4);
  } else if (unindented(lines.line()).starts_with("@ ")) {
    where = unindented(lines.line()).substr(2);
    lines.next();
  }
  where = where.substr(0, where.find(" [inlined]"));
  TextFrame frame;
  frame.function = line.substr(0, line.find_first_of("({"));
  frame.function = frame.function.substr(0, frame.function.find(" at "));
  const std::size_t blank = where.rfind(' ');  // `Main ~/cart.jl:1`
  const std::string_view module = where.substr(0, blank == std::string_view::npos ? 0 : blank);
  if (const auto place = place_of(where.substr(module.empty() ? 0 : blank + 1))) {
    frame.file = place->file;
    frame.line = place->line;
  }
  const std::string path = forward_slashes(frame.file);
  frame.in_app = module != "Base" && module != "Core" && !path.starts_with("./") &&
                 path.find("/.julia/") == std::string::npos;
  return frame;
}

}  // namespace

bool parse_julia(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  constexpr std::string_view kJuliaError = "ERROR: ";
  if (!at.line().starts_with(kJuliaError)) {
    return false;
  }
  std::string_view said = at.line().substr(kJuliaError.size());
  while (said.starts_with("LoadError: ") || said.starts_with("InitError: ")) {
    said.remove_prefix(11);
  }
  const auto typed = type_and_message(said);
  const bool is_type = typed && names_an_error(typed->type);
  TextLink link;
  link.type = is_type ? typed->type : std::string_view("ErrorException");
  link.message = is_type ? typed->message : said;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  lines.next();
  for (int count = 0; lines.line() != "Stacktrace:"; ++count, lines.next()) {
    if (count == kJuliaMessageLines || lines.at_end()) {
      return false;
    }
    (link.message += '\n') += lines.line();
  }
  lines.next();
  while (const auto frame = julia_frame(lines)) {
    link.frames.add(*frame);
  }
  if (lines.line().starts_with("in expression starting at ")) {
    lines.next();
  }
  found = {"Julia", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
