// SPDX-License-Identifier: Apache-2.0
//
// Lua, as lua.c and lauxlib.c (luaL_traceback) print it:
//
//   lua5.4: cart.lua:3: attempt to index a nil value (local 'item')
//   stack traceback:
//   	cart.lua:3: in function 'total'
//   	(...tail calls...)
//   	[C]: in ?

#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kLuaMessageLines = 20;

/// `lua5.4: `, which the interpreter puts before a message: as long as that.
std::size_t interpreter_length(std::string_view line) {
  const std::size_t colon = line.find(": ");
  const std::string_view name = line.substr(0, colon);
  const bool is_lua = colon != std::string_view::npos && name.find(' ') == std::string_view::npos &&
                      name.substr(name.rfind('/') + 1).starts_with("lua");
  return is_lua && !name.ends_with(".lua") ? colon + 2 : 0;
}

/// `in function 'total'`, `in method `total'`, `in main chunk`: the name; empty for one that has only a line.
std::string_view lua_function(std::string_view what) {
  const std::size_t open = what.find_first_of("'`");
  const std::size_t close = what.rfind('\'');
  if (open != std::string_view::npos && close > open) {
    return what.substr(open + 1, close - open - 1);
  }
  return what.starts_with("main chunk") ? what : std::string_view();
}

std::optional<TextFrame> lua_frame(std::string_view line) {
  constexpr std::string_view kInFunction = ": in ";
  line = unindented(line);
  const std::size_t in = line.find(kInFunction);
  if (in == std::string_view::npos) {
    return std::nullopt;
  }
  TextFrame frame;
  const std::string_view where = line.substr(0, in);
  const auto place = place_of(where);
  frame.file = place ? place->file : where;
  frame.line = place ? place->line : 0;
  frame.function = lua_function(line.substr(in + kInFunction.size()));
  frame.in_app = where != "[C]";
  return frame;
}

/// What stands above the traceback: from the line on that the interpreter begins, else the line right above.
std::size_t message_begin(std::string_view text, std::size_t at, std::size_t floor) {
  const auto right_above = line_before(text, at, floor);
  auto line = right_above;
  for (int count = 0; line && count < kLuaMessageLines; ++count, line = line_before(text, *line, floor)) {
    if (interpreter_length(Lines(text, *line).line()) > 0) {
      return *line;
    }
  }
  return right_above.value_or(at);
}

}  // namespace

bool parse_lua(const Lines& at, std::size_t floor, TextTrace& found) {
  if (at.line() != "stack traceback:") {
    return false;
  }
  const std::size_t begin = message_begin(at.text(), at.offset(), floor);
  std::string_view message = at.text().substr(begin, at.offset() - begin);
  message.remove_prefix(interpreter_length(message.substr(0, message.find('\n'))));
  const std::size_t place_end = message.substr(0, message.find('\n')).find(": ");
  if (place_end != std::string_view::npos && place_of(message.substr(0, place_end))) {
    message.remove_prefix(place_end + 2);
  }
  TextLink link;
  link.type = "error";
  link.message = message.substr(0, message.find_last_not_of("\r\n") + 1);
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  for (lines.next(); indentation(lines.line()) > 0 || lines.line().starts_with("coroutine "); lines.next()) {
    if (const auto frame = lua_frame(lines.line())) {
      link.frames.add(*frame);
    }
  }
  found = {"Lua", {std::move(link)}, begin, lines.offset()};
  return true;
}

}  // namespace cel
