// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/run/report/dump_start.h"
#include "cel/run/report/last_bytes.h"

namespace cel {

/// A pipe for a child's stderr: what comes is written to this program's own at once, and the last bytes of it
/// are kept, and the first ones of a dump (dump_start.h). Never waits: if our stderr takes nothing, neither
/// does the pipe.
class StderrTail {
 public:
  /// Keeps `size` bytes.
  static Result<std::unique_ptr<StderrTail>> open(std::size_t size);

  /// What children get as stderr.
  int writing_end() const { return writing_.get(); }

  /// What to wait for: for reading or, while stderr is full, for writing. -1 when there is nothing more.
  int fd() const;
  short events() const;

  /// Moves what there is.
  void pump();

  /// How many bytes have ever come into the pipe, those included that are still in it.
  std::uint64_t come() const;

  /// Whether the first `bytes` that came are kept and written on, or nobody wants them any more.
  bool has_passed(std::uint64_t bytes) const { return !reading_ || passed_ >= bytes; }

  /// Forgets what was kept: another child gets the pipe.
  void forget();

  /// The last bytes so far; before them, where the last dump starts, if that is further back.
  std::string text() const;

 private:
  StderrTail(std::size_t size, Fd reading, Fd writing, Fd output);

  void keep(std::string_view bytes);
  std::size_t pass_unread(std::size_t available);
  bool pass_shared(std::size_t available);
  std::size_t note_passed(ssize_t passed, std::size_t wanted);
  bool read_some(std::size_t available);
  bool write_held();

  LastBytes tail_;
  DumpStart dump_;
  std::uint64_t kept_ = 0;    // bytes that have gone into both
  std::uint64_t behind_ = 0;  // bytes that came since the pipe was empty
  Fd reading_;
  Fd writing_;
  Fd own_output_;  // our stderr, opened again so that writing does not block
  int output_;
  bool never_blocks_;
  bool to_pipe_;  // the kernel can pass pages on
  bool full_ = false;
  std::string piece_;         // read just now
  std::string held_;          // read, not written yet
  std::size_t written_ = 0;   // of held_
  std::uint64_t passed_ = 0;  // bytes that are written on
};

}  // namespace cel
