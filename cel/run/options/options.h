// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/run/process/signals.h"

namespace cel {

// Verbosities, tini's
inline constexpr int kSayWarnings = 1;
inline constexpr int kSayAll = 3;

inline constexpr int kPassedOnAsNothing = -1;

inline constexpr int kOwnError = 125;  ///< the exit status for what is this program's own failure

/// What the user asked for, by options and variables.
struct RunOptions {
  enum class Action { run, help, version, license, save };

  Action action = Action::run;
  std::vector<std::string> command;  ///< with its arguments; not empty if it is to be run

  // tini's
  int parent_death_signal = 0;   ///< 0: none
  int verbosity = kSayWarnings;  ///< 0: only what ends cel-run
  bool subreaper = false;
  bool warn_of_orphans = false;
  bool whole_group = false;  ///< signals go to the child's group

  bool wait_all = false;
  bool report = true;
  bool shell = false;                          ///< a shell instead of the command
  bool stops_on_hook_failure = false;          ///< a hook that fails before the command prevents it
  std::array<int, kLastSignal + 1> rewrite{};  ///< what each signal is passed on as, if not 0
  std::array<int, 256> remap{};                ///< what each exit status becomes
  std::optional<std::chrono::milliseconds> grace;
  std::optional<std::chrono::milliseconds> timeout;  ///< for one run of the command
  std::optional<std::chrono::milliseconds> every;    ///< the command is run again and again
  std::chrono::milliseconds jitter{0};               ///< each run starts later by a random part of it
  std::chrono::milliseconds delay{0};
  std::chrono::milliseconds report_timeout{5000};  ///< for making and delivering one
  std::size_t stderr_tail = 0;                     ///< bytes; 0: the child has its stderr as it is
  std::optional<std::vector<std::string>> hooks;   ///< of these languages; empty: all; nothing: none
  std::string volume;                              ///< that has the hooks; empty: this program's
  bool saved =
      false;  ///< some of these are of the program's own file: of a daemon's, for all of its containers
  std::string save;                  ///< where a program with these options is to be written
  std::vector<std::string> words;    ///< the options that it is to have
  std::optional<std::string> relay;  ///< the folder of the socket; empty: none; nothing: the default
};

/// Reads the command line and TINI_*, behind `saved` options. An error is a sentence for the user.
Result<RunOptions> read_run_options(int argc, char** argv, const std::vector<std::string>& saved = {});

/// What `--help` prints.
extern const char* const kRunHelp;

}  // namespace cel
