// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/reader/output/terminal.h"

namespace cel {

/// Prints `cel: ` and a sentence on standard error as one line, control characters made visible.
void say(const std::string& sentence);

/// Standard output as a person reads it: through the user's pager where it is a terminal, else as it is.
///
/// The pager is $CEL_PAGER, else $PAGER, else less; the empty string and `cat` mean none. less is told (by
/// LESS, unless the user has one) to end by itself when all fits on the screen and to let colours through.
/// While it runs, a Ctrl-C ends what this program does, never the terminal's state: the program waits for the
/// pager before it dies of the signal. There may be one Output at a time.
class Output {
 public:
  /// `pager` false: write to standard output whatever it is.
  explicit Output(bool pager);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  const Style& style() const { return style_; }

  /// Writes all of `text`. False when no more output is needed: the reader is gone (a pager that
  /// was left, a `head` that has seen enough), or writing failed, which finish() tells.
  bool write(std::string_view text);

  /// Waits for the pager. An error is one of writing (a full disk); a reader that left is no error.
  Result<void> finish();

 private:
  void start_pager(const std::string& command);

  Style style_;
  Fd pipe_;          // to the pager
  int pager_ = 0;    // its process
  int failure_ = 0;  // errno of the write that failed
};

}  // namespace cel
