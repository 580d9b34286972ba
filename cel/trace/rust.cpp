// SPDX-License-Identifier: Apache-2.0
//
// Rust, as std's panicking.rs prints it since 1.73, and before; the frames only with RUST_BACKTRACE=1:
//
//   thread 'main' (4711) panicked at src/main.rs:4:39:      thread 'main' panicked at 'message',
//   src/main.rs:4:39 message stack backtrace:
//      0: core::panicking::panic_fmt
//                at /rustc/5980…/library/core/src/panicking.rs:80:14
//      1: 0x5589 - shop::main::h0123456789abcdef
//                at ./src/main.rs:4:39

#include <array>

#include "cel/trace/language.h"
#include "cel/trace/library_path.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kRustMessageLines = 50;
constexpr int kLinesToJoin = 20;  // what other threads say meanwhile

/// What the compiler and std panic with; in one function these are different errors.
std::string_view panic_type(std::string_view message) {
  constexpr std::array<std::string_view, 9> kKinds = {"index out of bounds",
                                                      "called `Option::unwrap()` on a `None` value",
                                                      "called `Result::unwrap()` on an `Err` value",
                                                      "already borrowed",
                                                      "already mutably borrowed",
                                                      "internal error: entered unreachable code",
                                                      "not implemented",
                                                      "not yet implemented",
                                                      "assertion "};
  for (const std::string_view kind : kKinds) {
    if (message.starts_with(kind)) {
      return kind;
    }
  }
  return message.starts_with("attempt to ") ? message : std::string_view("panic");
}

/// Code that was compiled into the program, but is not its own.
bool is_library(const TextFrame& frame) {
  constexpr std::array<std::string_view, 8> kCrates = {"std",   "core",   "alloc",  "__rustc",
                                                       "rust_", "__rust", "_start", "__libc_start"};
  std::string_view symbol = frame.function;
  symbol.remove_prefix(std::min(symbol.find_first_not_of("<&"), symbol.size()));
  const bool crate = std::any_of(kCrates.begin(), kCrates.end(), [symbol](std::string_view name) {
    const std::string_view rest = symbol.substr(std::min(name.size(), symbol.size()));
    return symbol.starts_with(name) &&
           (name.size() > 5 || name.ends_with('_') || rest.starts_with("::") || rest.starts_with('['));
  });
  return crate || symbol.find("::") == std::string_view::npos || is_library_path(frame.file);
}

/// `   1: symbol`, or with an address before the symbol.
std::optional<std::string_view> symbol_line(std::string_view line) {
  line = unindented(line);
  const std::size_t digits = line.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || !line.substr(digits).starts_with(": ")) {
    return std::nullopt;
  }
  line = unindented(line.substr(digits + 1));
  if (line.starts_with("0x")) {
    const std::size_t dash = line.find(" - ");
    line = dash == std::string_view::npos ? std::string_view() : line.substr(dash + 3);
  }
  return line;
}

void add(TextFrames& frames, TextFrame& frame) {
  if (!frame.function.empty()) {
    frame.in_app = !is_library(frame);
    frames.add(frame);
  }
  frame = TextFrame();
}

void read_backtrace(Lines& lines, TextFrames& frames) {
  TextFrame frame;
  for (lines.next(); !lines.at_end(); lines.next()) {
    const std::string_view line = unindented(lines.line());
    if (const auto symbol = symbol_line(lines.line())) {
      add(frames, frame);
      frame.function = *symbol;
    } else if (const auto place = line.starts_with("at ") ? place_of(line.substr(3)) : std::nullopt) {
      frame.file = place->file;
      frame.line = place->line;
    } else {
      break;
    }
  }
  add(frames, frame);
  if (lines.line().starts_with("note: ")) {
    lines.next();
  }
}

/// What comes after `panicked at `.
struct Panic {
  std::string_view message;  ///< of the old shape
  Place place;
};
std::optional<Panic> panic_line(std::string_view line) {
  constexpr std::string_view kPanicked = " panicked at ";
  const std::size_t at = line.find(kPanicked);
  if (!line.starts_with("thread '") || at == std::string_view::npos) {
    return std::nullopt;
  }
  line.remove_prefix(at + kPanicked.size());
  Panic panic;
  if (line.starts_with('\'')) {
    const std::size_t end = line.rfind("', ");
    if (end == std::string_view::npos || end == 0) {
      return std::nullopt;
    }
    panic.message = line.substr(1, end - 1);
    line.remove_prefix(end + 3);
  } else if (line.ends_with(':')) {
    line.remove_suffix(1);
  }
  const auto place = place_of(line);
  panic.place = place.value_or(Place{line, 0});
  return panic;
}

TextLink read_panic(const Panic& panic, Lines& lines) {
  TextLink link;
  link.message = panic.message;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  lines.next();
  for (int count = 0; count < kRustMessageLines && !lines.at_end() && !lines.line().empty(); ++count) {
    const std::string_view line = lines.line();
    if (line == "stack backtrace:") {
      read_backtrace(lines, link.frames);
      break;
    }
    if (panic_line(line)) {
      break;
    }
    lines.next();
    if (line.starts_with("note: ")) {
      break;
    }
    (link.message += link.message.empty() ? "" : "\n") += line;
  }
  if (link.frames.empty()) {
    TextFrame frame;
    frame.file = panic.place.file;
    frame.line = panic.place.line;
    frame.in_app = !is_library_path(frame.file);
    link.frames.add(frame);
  }
  link.type = panic_type(std::string_view(link.message).substr(0, link.message.find('\n')));
  return link;
}

/// Goes past the panic of a thread that only asked another one, which had panicked, for its result:
/// `join().unwrap()`, and scopes; false if the next panic is of something else.
bool pass_join(Lines& lines) {
  Lines ahead = lines;
  for (int count = 0; count < kLinesToJoin && !ahead.at_end(); ++count, ahead.next()) {
    if (const auto panic = panic_line(ahead.line())) {
      const TextLink link = read_panic(*panic, ahead);
      const std::string_view message = std::string_view(link.message).substr(0, link.message.find('\n'));
      const bool joins = message.ends_with(": Any { .. }") || message == "a scoped thread panicked";
      lines = joins ? ahead : lines;
      return joins;
    }
  }
  return false;
}

}  // namespace

bool parse_rust(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  const auto panic = panic_line(at.line());
  if (!panic) {
    return false;
  }
  Lines lines = at;
  std::vector<TextLink> links = {read_panic(*panic, lines)};
  pass_join(lines);
  found = {"Rust", std::move(links), at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
