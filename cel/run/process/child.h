// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/run/process/signals.h"

namespace cel {

/// A program to be run.
struct Command {
  std::vector<std::string> arguments;    ///< its name, looked for in its own PATH, first
  std::vector<std::string> environment;  ///< `NAME=value`
  int output = -1;                       ///< what `output_as` is in it; -1: nothing but its own
  int output_as = 1;                     ///< at most 9
  std::optional<std::chrono::milliseconds> timeout = {};  ///< then it is ended; nothing: it may take any time
};

/// What a child gets back that is changed here, as it was before.
struct Inheritance {
  SignalSet blocked = 0;
  struct sigaction on_child_end {};
};

/// A child that was started; `error` is the errno if its program could not be: the child ends by itself then.
struct Child {
  pid_t pid = 0;
  int error = 0;
};

/// Starts `command` in a process group of its own, which gets the terminal on standard input if `terminal`,
/// with `standard_error` (or, if -1, this program's) as its stderr. Returns once the program runs. An error
/// when there can be no new process.
Result<Child> start_child(const Command& command, const Inheritance& inherited, bool terminal,
                          int standard_error);

/// Becomes the program, where there can be no other process for it. Returns the errno if it cannot be run;
/// signals must be as it is to get them.
int become_program(const Command& command);

/// The exit status for an exec(2) that failed so: 127 for what is not there, 126 for what cannot be run.
int exit_status_of_exec(int error);

/// The same for a person: what `program` lacks.
std::string why_not_run(const std::string& program, int error);

}  // namespace cel
