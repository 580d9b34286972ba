// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <getopt.h>

#include <algorithm>
#include <optional>
#include <string>

#include "cel/base/result.h"
#include "cel/base/text.h"

namespace cel {

/// Why an option's value is not valid, as a sentence; nothing if it is.
using Refusal = std::optional<std::string>;

/// Reads a command line by getopt_long(3) and returns the index of the first operand. Calls `take` for each
/// option with its letter or number and its value (null if it has none), and stops when `is_enough` returns
/// true, as after
/// --help. To be called once in a program.
template <typename Take, typename IsEnough>
Result<int> read_command_line(int argc, char** argv, const char* letters, const option* words, Take take,
                              IsEnough is_enough) {
  opterr = 0;
  for (;;) {
    const int word = std::max(optind, 1);
    int place = -1;
    const int found = getopt_long(argc, argv, letters, words, &place);  // NOLINT(concurrency-mt-unsafe)
    if (found == -1) {
      return optind;
    }
    if (found == ':' || found == '?') {
      return Error{quoted(argv[word]) + (found == ':' ? " needs a value" : " is no option") + "; see --help"};
    }
    if (const Refusal refusal = take(found, optarg)) {
      const std::string name =
          place < 0 ? std::string{'-', static_cast<char>(found)} : std::string("--") + words[place].name;
      return Error{name + ": " + *refusal};
    }
    if (is_enough()) {
      return optind;
    }
  }
}

}  // namespace cel
