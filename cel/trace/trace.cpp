// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/trace.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/letters.h"
#include "cel/trace/fingerprint.h"
#include "cel/trace/language.h"
#include "cel/trace/line_prefix.h"
#include "cel/trace/lines.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr std::array kParsers = {
    parse_python, parse_faulthandler, parse_node,  parse_v8,   parse_dotnet, parse_java,
    parse_kotlin, parse_jvm,          parse_ruby,  parse_go,   parse_ocaml,  parse_swift,
    parse_php,    parse_rust,         parse_perl,  parse_lua,  parse_r,      parse_erlang,
    parse_elixir, parse_haskell,      parse_julia, parse_dart, parse_cpp,    parse_sanitizer};

/// Whether the error was raised in a worker of multiprocessing or concurrent.futures: its frames have come
/// over as the text of a message only.
bool is_of_another_process(const Json& record) {
  const Json& links = record["exceptions"];
  return std::any_of(links.begin(), links.end(), [](const Json& link) {
    return link.is_object() && string_at(link, "type").value_or("").ends_with("RemoteTraceback");
  });
}

/// Gives each traceback in `text` whose lines have nothing before them to `take`, which returns its end.
template <class Take>
void walk(std::string_view text, std::size_t from, Take take) {
  TextTrace found;
  std::size_t floor = 0;
  for (Lines lines(text, from); !lines.at_end();) {
    const bool here = std::any_of(kParsers.begin(), kParsers.end(),
                                  [&](const TraceParser parse) { return parse(lines, floor, found); });
    if (here) {
      const std::size_t parsed = found.end;
      const std::size_t end = take(found);
      floor = end > lines.offset() ? end : parsed;
      lines = Lines(text, floor);
      found = {};
    } else {
      lines.next();
    }
  }
}

/// Whether a line begins as programs log: with a time, a bracket, or a level, or another traceback.
bool begins_anew(std::string_view line) {
  constexpr std::size_t kShortestLevel = 4;
  const auto capitals = std::find_if_not(line.begin(), line.end(), is_upper) - line.begin();
  const auto header = type_and_message(line);
  return (header && names_an_error(header->type)) || line.starts_with("Exception in thread ") ||
         line.empty() || is_digit(line[0]) || line[0] == '[' || line[0] == '{' ||
         static_cast<std::size_t>(capitals) >= kShortestLevel;
}

/// Ends a traceback that ends with its message where other lines of a log begin.
void end_in_log(std::string_view text, TextTrace& found) {
  std::string& message = found.links.front().message;
  const std::string_view whole = text.substr(found.begin, found.end - found.begin);
  const std::size_t last = whole.find_last_not_of("\r\n") + 1;
  if (message.find('\n') == std::string::npos || !whole.substr(0, last).ends_with(message)) {
    return;
  }
  const std::size_t begin = found.begin + last - message.size();
  Lines end(text, begin);
  for (end.next(); end.offset() < found.end; end.next()) {
    Lines below = end;
    below.next();
    const bool leads =
        below.offset() < found.end && indentation(below.line()) > 0 && !begins_anew(end.line());
    if (indentation(end.line()) == 0 && !leads) {
      message.resize(message.find_last_not_of("\r\n", end.offset() - begin - 1) + 1);
      found.end = end.offset();
      return;
    }
  }
}

Trace trace_of(const TextTrace& found, std::string_view type_hint) {
  const bool is_python = found.type.starts_with("Python") && type_hint.starts_with("Python");
  return {std::string(is_python ? type_hint : found.type), exceptions_of(found.links), found.begin,
          found.end - found.begin};
}

/// The last of them.
std::optional<Trace> last_trace(std::string_view text, std::string_view type_hint) {
  TextTrace last;
  walk(text, 0, [&last](TextTrace& found) {
    last = std::move(found);
    return last.end;
  });
  return last.links.empty() ? std::nullopt : std::optional(trace_of(last, type_hint));
}

/// Whether the line that ends a traceback was found: what an indentation or a cut may hide.
bool is_typed(const Trace& trace) {
  return !string_at(trace.exceptions.front(), "type").value_or("").empty();
}

/// Where in `text` the line starts whose number is that of the line at `offset` in `bare`.
std::size_t same_line(std::string_view bare, std::size_t offset, std::string_view text) {
  auto newlines = std::count(bare.begin(), bare.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  std::size_t at = 0;
  for (; newlines > 0; --newlines) {
    at = text.find('\n', at) + 1;
  }
  return offset == bare.size() ? text.size() : at;
}

}  // namespace

std::optional<Trace> parse_trace(std::string_view text, std::string_view type_hint) {
  std::optional<Trace> trace = last_trace(text, type_hint);
  if (trace && is_typed(*trace)) {
    return trace;
  }
  const std::string bare = without_line_prefix(text);
  std::optional<Trace> within = bare.empty() ? std::nullopt : last_trace(bare, type_hint);
  if (!within || (trace && !is_typed(*within))) {
    return trace;
  }
  const std::size_t end = same_line(bare, within->offset + within->length, text);
  within->offset = same_line(bare, within->offset, text);
  within->length = end - within->offset;
  return within;
}

std::vector<Trace> traces_in(std::string_view text, std::size_t from) {
  std::vector<Trace> traces;
  walk(text, from, [&traces, text](TextTrace& found) {
    end_in_log(text, found);
    traces.push_back(trace_of(found, {}));
    return found.end;
  });
  return traces;
}

std::string fingerprint_of(const Json& record) {
  std::optional<std::string> print = fingerprint(record);
  if (print && !is_of_another_process(record)) {
    return *print;
  }
  const std::string_view type = string_at(record, "type").value_or("");
  if (type == "Process") {  // cel-run has found that no traceback in its text says why it ended
    return print ? *print : fingerprint_of_reason(record);
  }
  if (auto trace = parse_trace(string_at(record, "backtrace").value_or(""), type)) {
    return fingerprint(trace->type, trace->exceptions).value_or("");
  }
  return print ? *print : fingerprint_of_reason(record);
}

}  // namespace cel
