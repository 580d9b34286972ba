// SPDX-License-Identifier: Apache-2.0
//
// Reads records from stdin, one line of JSON each, and prints for each a line: its fingerprint. With an
// argument, what it took the traceback for instead, as JSON: for a look at what the parsers see.

#include <cstdio>
#include <iterator>
#include <string>

#include "cel/trace/trace.h"

using namespace cel;

int main(int count, char** /*arguments*/) {
  std::string input;
  char block[1 << 16];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, stdin)) > 0;) {
    input.append(block, got);
  }
  std::string output;
  for (std::string_view rest = input; !rest.empty();) {
    const std::size_t newline = std::min(rest.find('\n'), rest.size() - 1);
    const auto record = parse_json(rest.substr(0, newline + 1));
    rest.remove_prefix(newline + 1);
    if (!record || !record->is_object()) {
      output += "not a record\n";
    } else if (count > 1) {
      const auto trace =
          parse_trace(string_at(*record, "backtrace").value_or(""), string_at(*record, "type").value_or(""));
      output += trace ? trace->type + " " + to_line(trace->exceptions) : "none";
      output += '\n';
    } else {
      output += fingerprint_of(*record) + '\n';
    }
  }
  (void)std::fwrite(output.data(), 1, output.size(), stdout);
  return 0;
}
