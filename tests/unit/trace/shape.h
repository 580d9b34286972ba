// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/trace/trace.h"

/// The last trace in `text` as a line: `Language: Type(message) function1 function2; cause>0 Type(…) …`,
/// frames outermost first with their lines, those not of the program in parentheses; of a message the first
/// line.
inline std::string shape(std::string_view text) {
  const auto trace = cel::parse_trace(text);
  if (!trace) {
    return "none";
  }
  std::string out = trace->type + ":";
  for (const cel::Json& link : trace->exceptions) {
    out += &link == &trace->exceptions[0] ? " " : "; ";
    if (link.contains("link")) {
      out +=
          link["link"]["kind"].get<std::string>() + ">" + std::to_string(link["link"]["of"].get<int>()) + " ";
    }
    const auto message = link["message"].get<std::string>();
    out += link["type"].get<std::string>() + "(" + message.substr(0, message.find('\n')) + ")";
    for (const cel::Json& frame : link["frames"]) {
      const std::string line = frame.contains("line") ? std::to_string(frame["line"].get<int>()) : "";
      const std::string name = frame["function"].get<std::string>() + line;
      out += frame["in_app"].get<bool>() ? " " + name : " (" + name + ")";
    }
  }
  return out;
}
