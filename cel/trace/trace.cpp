// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/trace.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/trace/fingerprint.h"
#include "cel/trace/language.h"
#include "cel/trace/line_prefix.h"

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

/// The last traceback in `text` whose lines have nothing before them.
std::optional<Trace> last_trace(std::string_view text, std::string_view type_hint) {
  TextTrace last;
  TextTrace found;
  std::size_t floor = 0;
  for (Lines lines(text); !lines.at_end();) {
    const bool here = std::any_of(kParsers.begin(), kParsers.end(),
                                  [&](const TraceParser parse) { return parse(lines, floor, found); });
    if (here) {
      floor = found.end;
      lines = Lines(text, found.end);
      last = std::exchange(found, {});
    } else {
      lines.next();
    }
  }
  if (last.links.empty()) {
    return std::nullopt;
  }
  Trace trace;
  trace.type = last.type.starts_with("Python") && type_hint.starts_with("Python") ? type_hint : last.type;
  trace.exceptions = exceptions_of(last.links);
  trace.offset = last.begin;
  trace.length = last.end - last.begin;
  return trace;
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
