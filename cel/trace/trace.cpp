// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/trace.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/trace/fingerprint.h"
#include "cel/trace/language.h"

namespace cel {
namespace {

constexpr std::array kParsers = {parse_python, parse_faulthandler, parse_node, parse_java,     parse_ruby,
                                 parse_go,     parse_rust,         parse_cpp,  parse_sanitizer};

/// Whether the error was raised in a worker of multiprocessing or concurrent.futures: its frames have come
/// over as the text of a message only.
bool is_of_another_process(const Json& record) {
  const Json& links = record["exceptions"];
  return std::any_of(links.begin(), links.end(), [](const Json& link) {
    return link.is_object() && string_at(link, "type").value_or("").ends_with("RemoteTraceback");
  });
}

}  // namespace

std::optional<Trace> parse_trace(std::string_view text, std::string_view type_hint) {
  TextTrace last;
  TextTrace found;
  std::size_t floor = 0;
  for (Lines lines(text); !lines.at_end();) {
    bool here = false;
    for (const TraceParser parse : kParsers) {
      here = parse(lines, floor, found);
      if (here) {
        break;
      }
    }
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

std::string fingerprint_of(const Json& record) {
  std::optional<std::string> print = fingerprint(record);
  if (print && !is_of_another_process(record)) {
    return *print;
  }
  const std::string_view type = string_at(record, "type").value_or("");
  if (auto trace = parse_trace(string_at(record, "backtrace").value_or(""), type)) {
    return fingerprint(trace->type, trace->exceptions).value_or("");
  }
  return print ? *print : fingerprint_of_reason(record);
}

}  // namespace cel
