// SPDX-License-Identifier: Apache-2.0
//
// Elixir, as Exception.format documents it:
//
//   ** (Enum.OutOfBoundsError) out of bounds error
//       (elixir 1.14.0) lib/enum.ex:1072: Enum.fetch!/2
//       lib/shop/cart.ex:5: Shop.Cart.total/1

#include <array>

#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kElixirMessageLines = 50;

/// Applications of Erlang, of Elixir, and of the frameworks that most stacks go through.
constexpr std::array<std::string_view, 16> kApplications = {
    "stdlib", "kernel",  "erts",   "elixir", "mix",           "logger",    "iex",    "ex_unit",
    "plug",   "phoenix", "cowboy", "ecto",   "db_connection", "telemetry", "bandit", "thousand_island"};

bool is_known_application(std::string_view application) {
  return std::any_of(kApplications.begin(), kApplications.end(), [application](std::string_view known) {
    return application == known ||
           (application.starts_with(known) && application.substr(known.size()).starts_with('_'));
  });
}

/// `Shop.Cart.total/1`, `:lists.nth(6, [])`, `anonymous fn/1 in Shop.run/0`
void set_function(TextFrame& frame, std::string_view name) {
  if (const std::size_t in = name.find(" in "); in != std::string_view::npos) {
    name = name.substr(in + 4);
  }
  name = name.substr(0, name.find_first_of("/("));
  const std::size_t dot = name.rfind('.');
  frame.module = dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
  frame.function = dot == std::string_view::npos ? name : name.substr(dot + 1);
}

std::optional<TextFrame> elixir_frame(std::string_view line) {
  if (indentation(line) < 4) {
    return std::nullopt;
  }
  line = unindented(line);
  TextFrame frame;
  if (line.starts_with('(')) {
    const std::size_t close = line.find(") ");
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    frame.in_app = !is_known_application(line.substr(1, std::min(line.find(' '), close) - 1));
    line.remove_prefix(close + 2);
  }
  const std::size_t colon = line.find(": ");
  const auto place = colon == std::string_view::npos ? std::nullopt : place_of(line.substr(0, colon));
  if (!place || place->file.find(".e") == std::string_view::npos ||
      place->file.find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  frame.file = place->file;
  frame.line = place->line;
  set_function(frame, line.substr(colon + 2));
  return frame;
}

}  // namespace

bool parse_elixir(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  constexpr std::string_view kStars = "** (";
  const std::string_view line = unindented(at.line());
  const std::size_t close = line.starts_with(kStars) ? line.find(") ") : std::string_view::npos;
  const std::string_view type = line.substr(0, close).substr(std::min(kStars.size(), line.size()));
  if (close == std::string_view::npos || type.empty() || type.find(' ') != std::string_view::npos) {
    return false;  // `** (EXIT from #PID<0.96.0>) an exception was raised:` has the error on its next line
  }
  TextLink link;
  link.type = type;
  link.message = line.substr(close + 2);
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  lines.next();
  Lines ahead = lines;
  for (int count = 0; count < kElixirMessageLines && !ahead.at_end() && !elixir_frame(ahead.line());
       ++count) {
    ahead.next();
  }
  if (elixir_frame(ahead.line())) {
    for (; lines.offset() < ahead.offset(); lines.next()) {
      (link.message += '\n') += lines.line();
    }
  }
  for (std::optional<TextFrame> frame; (frame = elixir_frame(lines.line())); lines.next()) {
    link.frames.add(*frame);
  }
  found = {"Elixir", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
