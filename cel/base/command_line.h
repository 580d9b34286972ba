// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <getopt.h>

#include <algorithm>
#include <optional>
#include <string>

#include "cel/base/result.h"
#include "cel/base/text.h"

namespace cel {

/// Why an option's value will not do, as a sentence; nothing when it was taken.
using Refusal = std::optional<std::string>;

/// Reads a command line by getopt_long(3), which knows `letters` and `words`, and gives the index of the
/// first operand. `take` is called for each option, by its letter or number, with its value (null if it has
/// none); where `is_enough` says so after one, as after --help, the rest is not looked at. Called once in a
/// program.
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
