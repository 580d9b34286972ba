// SPDX-License-Identifier: Apache-2.0
//
// Python's faulthandler (Python/traceback.c), after a fatal signal or error:
//
//   Fatal Python error: Segmentation fault
//
//   Current thread 0x00007f5f43fe6b80 (most recent call first):
//     File "f.py", line 3 in crash

#include "cel/trace/language.h"
#include "cel/trace/python_lines.h"

namespace cel {
namespace {

constexpr std::string_view kFatal = "Fatal Python error: ";
constexpr int kLinesBetween = 20;  // "Python runtime state: …" and blank ones

bool is_thread(std::string_view line) {
  return (line.starts_with("Current thread ") || line.starts_with("Thread 0x")) &&
         line.ends_with("(most recent call first):");
}

TextFrames frames_of_thread(Lines& lines) {
  TextFrames frames(FrameOrder::kInnermostFirst);
  for (lines.next(); lines.line().starts_with("  "); lines.next()) {
    if (const auto frame = python::frame_line(lines.line())) {
      frames.add(*frame);
    }
  }
  return frames;
}

}  // namespace

bool parse_faulthandler(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  if (!at.line().starts_with(kFatal)) {
    return false;
  }
  TextLink link;
  std::string_view said = at.line().substr(kFatal.size());
  link.type = said.substr(0, said.find(": "));
  link.message = said;
  Lines lines = at;
  lines.next();
  std::size_t end = lines.offset();
  for (int between = 0; between < kLinesBetween && !lines.at_end();) {
    if (!is_thread(lines.line())) {
      lines.next();
      ++between;
      continue;
    }
    between = 0;
    const bool current = lines.line().starts_with("Current");
    TextFrames frames = frames_of_thread(lines);
    end = lines.offset();
    if (current || link.frames.empty()) {
      link.frames = std::move(frames);
    }
  }
  found = {"Python3", {std::move(link)}, at.offset(), end};
  return true;
}

}  // namespace cel
