// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a log that is followed: the same lines whether they come at once or in two writes, and only
// lines with the tag, or every line. The first two bytes say where it is cut.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "cel/source/text/followed_file.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

/// What the engine writes, and what follows it, at the two ends of a pipe.
class Followed {
 public:
  explicit Followed(const Wanted& wanted) : every_line_(wanted.every_line) {
    std::array<int, 2> ends{};
    CEL_CHECK(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    writer_ = Fd(ends[1]);
    log_ = std::make_unique<FollowedFile>(FileTail::of_pipe(ends[0]), Container{}, wanted);
  }

  void write(std::string_view bytes) {
    CEL_CHECK(::write(writer_.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    read();
  }

  std::vector<std::string> end() {
    writer_ = Fd();
    while (!log_->over()) {
      read();
    }
    return std::move(texts_);
  }

 private:
  void read() {
    LogLine line;
    for (Result<bool> more = true; *more;) {
      more = log_->read(line);
      CEL_CHECK(more);
      if (*more) {
        CEL_CHECK(every_line_ || line.text.find("tag") != std::string_view::npos);
        texts_.emplace_back(line.text);
      }
    }
  }

  bool every_line_;
  Fd writer_;
  std::unique_ptr<FollowedFile> log_;
  std::vector<std::string> texts_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kPipe = 32768;  // it takes so much at once
  if (size < 2 || size > kPipe) {
    return 0;
  }
  const std::string_view log = view_of(data + 2, size - 2);
  const std::size_t cut = log.empty() ? 0 : (data[0] * 256U + data[1]) % log.size();
  for (const bool every_line : {false, true}) {
    Wanted wanted;
    wanted.tag = "tag";
    wanted.every_line = every_line;
    Followed at_once(wanted);
    at_once.write(log);
    Followed in_two(wanted);
    in_two.write(log.substr(0, cut));
    in_two.write(log.substr(cut));
    CEL_CHECK(at_once.end() == in_two.end());
  }
  return 0;
}
