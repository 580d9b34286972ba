// SPDX-License-Identifier: Apache-2.0
//
// Erlang, as its shell, escripts and crash reports print an error (erl_error.erl), and as a term:
//
//   escript: exception error: no function clause matching lists:nth(5,[]) (lists.erl, line 198)
//     in function  lists:nth/2 (lists.erl, line 200)
//     in call from cart:total/1 (cart.erl, line 2)
//
//   {"init terminating in do_boot",{badarith,[{lists,nth,2,[{file,"lists.erl"},{line,200}]},{cart,…

#include <array>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/trace/language.h"

namespace cel {
namespace {

constexpr std::size_t kMostTerm = 16384;  // bytes
constexpr std::array<std::string_view, 22> kModules = {
    "lists",      "erl_eval", "init",   "proc_lib", "gen_server", "gen_statem", "gen_event",
    "supervisor", "escript",  "erlang", "ets",      "maps",       "io",         "file",
    "binary",     "string",   "timer",  "gen",      "code",       "shell",      "application_master",
    "gen_tcp"};

void add_erlang(TextFrames& frames, TextFrame frame) {
  frame.in_app = std::find(kModules.begin(), kModules.end(), frame.module) == kModules.end();
  frames.add(frame);
}

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (is_alphanumeric(at_or_nul(text, end)) || at_or_nul(text, end) == '_') {
    ++end;
  }
  return text.substr(at, end - at);
}

/// `in function  cart:total/1 (cart.erl, line 2)`, `in call from …`
std::optional<TextFrame> erlang_frame(std::string_view line) {
  line = unindented(line);
  for (const std::string_view mark : {"in function ", "in call from "}) {
    if (!line.starts_with(mark)) {
      continue;
    }
    line = unindented(line.substr(mark.size()));
    const std::size_t colon = line.find(':');
    const std::size_t arity = line.find_first_of("/(", std::min(colon, line.size()));
    if (colon == std::string_view::npos || arity == std::string_view::npos) {
      return std::nullopt;
    }
    TextFrame frame;
    frame.module = line.substr(0, colon);
    frame.function = line.substr(colon + 1, arity - colon - 1);
    const std::size_t comma = line.rfind(", line ");
    const std::size_t open = line.rfind('(', comma);
    if (comma != std::string_view::npos && open != std::string_view::npos && line.ends_with(')')) {
      frame.file = line.substr(open + 1, comma - open - 1);
      frame.line = whole_number(line.substr(comma + 7, line.size() - comma - 8), 0, 1U << 31U).value_or(0);
    }
    return frame;
  }
  return std::nullopt;
}

/// `exception error: …`, which `escript: ` or `** ` may come before.
bool parse_printed(const Lines& at, TextTrace& found) {
  constexpr std::string_view kException = "exception ";
  std::string_view line = unindented(at.line());
  for (const std::string_view before : {"escript: ", "** "}) {
    line.remove_prefix(line.starts_with(before) ? before.size() : 0);
  }
  const std::size_t colon = line.starts_with(kException) ? line.find(": ") : std::string_view::npos;
  const std::string_view type = line.substr(0, colon).substr(std::min(kException.size(), line.size()));
  if (colon == std::string_view::npos || (type != "error" && type != "exit" && type != "throw")) {
    return false;
  }
  TextLink link;
  link.type = type;
  link.message = line.substr(colon + 2);
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  lines.next();
  for (std::optional<TextFrame> frame; (frame = erlang_frame(lines.line())); lines.next()) {
    add_erlang(link.frames, *frame);
  }
  found = {"Erlang", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

/// The frames in a term: `{cart,total,1,[{file,"cart.erl"},{line,2}]}`; of one that failed on its arguments,
/// these stand in the place of their number.
void read_term(std::string_view term, TextFrames& frames) {
  for (std::size_t at = term.find('{'); at != std::string_view::npos; at = term.find('{', at + 1)) {
    TextFrame frame;
    frame.module = word_at(term, at + 1);
    const std::size_t name = at + 1 + frame.module.size() + 1;
    frame.function = word_at(term, name);
    const std::size_t arity = name + frame.function.size() + 1;
    const bool is_frame = !frame.module.empty() && !frame.function.empty() && term[name - 1] == ',' &&
                          at_or_nul(term, arity - 1) == ',' && is_lower(frame.module[0]) &&
                          is_lower(frame.function[0]) &&
                          (is_digit(at_or_nul(term, arity)) || at_or_nul(term, arity) == '[');
    if (!is_frame) {
      continue;
    }
    const std::string_view rest = term.substr(arity, 512);
    const std::size_t file = rest.find("{file,\"");
    const std::size_t end = file == std::string_view::npos ? file : rest.find('"', file + 7);
    const std::size_t line = end == std::string_view::npos ? end : rest.find("{line,", end);
    if (line != std::string_view::npos) {
      frame.file = rest.substr(file + 7, end - file - 7);
      frame.line =
          whole_number(rest.substr(line + 6, rest.find('}', line) - line - 6), 0, 1U << 31U).value_or(0);
    }
    add_erlang(frames, frame);
  }
}

/// `{"init terminating in do_boot",{badarith,[…`, and `Error in process <0.79.0> with exit value:` with the
/// term on the next lines.
bool parse_term(const Lines& at, TextTrace& found) {
  constexpr std::string_view kBoot = "init terminating in do_boot";
  const std::size_t boot = at.line().substr(0, kBoot.size() + 2).find(kBoot);
  const bool in_process =
      at.line().starts_with("Error in process <") && at.line().ends_with(" with exit value:");
  if (!in_process && boot == std::string_view::npos) {
    return false;
  }
  Lines lines = at;
  lines.next();
  const std::size_t begin = in_process ? lines.offset() : at.offset() + boot + kBoot.size();
  while (in_process && !lines.at_end() && !lines.line().empty() && lines.offset() - begin < kMostTerm) {
    lines.next();
  }
  const std::string_view term = at.text().substr(begin, std::min(lines.offset() - begin, kMostTerm));
  const std::size_t reason = term.find('{');
  TextLink link;
  link.type = reason == std::string_view::npos ? std::string_view("error") : word_at(term, reason + 1);
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  read_term(term.substr(std::min(term.size(), reason)), link.frames);
  found = {"Erlang", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace

bool parse_erlang(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  return parse_printed(at, found) || parse_term(at, found);
}

}  // namespace cel
