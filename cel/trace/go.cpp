// SPDX-License-Identifier: Apache-2.0
//
// Go, as runtime/panic.go and runtime/traceback.go print it:
//
//   panic: the first [recovered]
//   	panic: runtime error: index out of range [5] with length 3
//
//   goroutine 1 [running]:
//   main.(*Cart).Total(0xc000012345, 0x5)
//   	/srv/shop/cart.go:12 +0x1d
//   created by main.main in goroutine 1
//   	/srv/shop/main.go:9 +0x25
//
// And as net/http's server logs it, which goes on:
//
//   2024/05/01 10:00:00 http: panic serving 10.0.0.9:4711: runtime error: index out of range [5] with length
//   3 goroutine 7 [running]:

#include <algorithm>
#include <array>

#include "cel/trace/language.h"
#include "cel/trace/left_out.h"
#include "cel/trace/library_path.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

/// What the runtime panics with in so many words (runtime's plainError).
constexpr std::array<std::string_view, 4> kPlainErrors = {"assignment to entry in nil map",
                                                          "send on closed channel", "close of closed channel",
                                                          "close of nil channel"};
constexpr int kHeaderLines = 50;
constexpr int kGoroutineLines = 500;

/// The first parts of the names of Go's own packages (go list std).
constexpr std::array<std::string_view, 45> kStandard = {
    "archive", "bufio",   "bytes",    "cmp",      "compress", "container", "context", "crypto",  "database",
    "debug",   "embed",   "encoding", "errors",   "expvar",   "flag",      "fmt",     "go",      "hash",
    "html",    "image",   "index",    "internal", "io",       "iter",      "log",     "maps",    "math",
    "mime",    "net",     "os",       "path",     "plugin",   "reflect",   "regexp",  "runtime", "slices",
    "sort",    "strconv", "strings",  "sync",     "syscall",  "testing",   "text",    "time",    "unicode"};

/// Whether a frame is of Go's own library, which lies in `…/src/` or, with -trimpath, nowhere, under the
/// names of its packages.
bool is_standard(const TextFrame& frame) {
  const std::size_t source = frame.file.rfind("/src/");
  const std::string_view path = source == std::string_view::npos ? frame.file : frame.file.substr(source + 5);
  const std::string_view first = frame.module.substr(0, frame.module.find('/'));
  const bool named = std::find(kStandard.begin(), kStandard.end(), first) != kStandard.end();
  return frame.module.empty() || is_library_path(frame.file) ||
         (named && !path.starts_with('/') && path.find('/') != std::string_view::npos);
}

/// `package/path.(*T).Method(0x1, …)`, or `created by package.f in goroutine 1`.
std::optional<TextFrame> function_line(std::string_view line) {
  constexpr std::string_view kCreated = "created by ";
  if (line.starts_with(kCreated)) {
    line = line.substr(kCreated.size());
    line = line.substr(0, line.find(" in goroutine "));
  } else if (line.ends_with(')') && indentation(line) == 0) {
    line = line.substr(0, line.rfind('('));
  } else {
    return std::nullopt;
  }
  const std::size_t package = line.rfind('/', line.find('[')) + 1;  // npos + 1 is the start
  const std::size_t dot = line.find('.', package);
  TextFrame frame;
  frame.module = dot == std::string_view::npos ? std::string_view() : line.substr(0, dot);
  frame.function = dot == std::string_view::npos ? line : line.substr(dot + 1);
  return frame;
}

bool ends_goroutine(std::string_view line) { return line.empty() || is_left_out_line(line); }

void read_goroutine(Lines& lines, TextFrames& frames) {
  for (lines.next(); !lines.at_end() && !ends_goroutine(lines.line()); lines.next()) {
    auto frame = function_line(lines.line());
    if (!frame) {
      continue;
    }
    Lines ahead = lines;
    ahead.next();
    std::string_view where = unindented(ahead.line());
    if (indentation(ahead.line()) == 0) {  // a tab, or what a terminal made of it
      continue;
    }
    if (const auto place = place_of(where.substr(0, where.find(' ')))) {
      frame->file = place->file;
      frame->line = place->line;
    }
    frame->in_app = !is_standard(*frame);
    frames.add(*frame);
    lines = ahead;
  }
}

TextLink link_of(std::string_view kind, std::string_view said) {
  TextLink link;
  for (const std::string_view mark : {" [recovered]", " [repanicked]", ", repanicked"}) {
    said = said.substr(0, said.find(mark));
  }
  link.message = said;
  if (kind == "fatal error") {
    link.type = said;
  } else if (std::find(kPlainErrors.begin(), kPlainErrors.end(), said) != kPlainErrors.end()) {
    link.type = said;
  } else if (said.starts_with("runtime error: ")) {
    link.type = said.substr(0, said.find(" ["));
  } else {
    link.type = said.starts_with("interface conversion: ") ? "interface conversion" : kind;
  }
  return link;
}

/// `panic: …` or `fatal error: …`, which may be indented.
std::optional<TextLink> header(std::string_view line) {
  line = line.substr(line.starts_with('\t') ? 1 : 0);
  for (const std::string_view kind : {"panic", "fatal error"}) {
    if (line.starts_with(kind) && line.substr(kind.size()).starts_with(": ")) {
      return link_of(kind, line.substr(kind.size() + 2));
    }
  }
  return std::nullopt;
}

/// `http: panic serving 10.0.0.9:4711: …`, as net/http logs what a handler panics with, after whatever the
/// log puts before it.
std::optional<TextLink> served(std::string_view line) {
  for (const std::string_view mark : {"http: panic serving ", "http2: panic serving "}) {
    const std::size_t at = line.find(mark);
    const std::size_t end = at == std::string_view::npos ? at : line.find(": ", at + mark.size());
    if (end != std::string_view::npos) {
      return link_of("panic", line.substr(end + 2));
    }
  }
  return std::nullopt;
}

/// Goes on to the next goroutine's line, over at most `most` lines; false when there is none.
bool find_goroutine(Lines& lines, int most) {
  for (; most > 0 && !lines.at_end(); --most, lines.next()) {
    if (lines.line().starts_with("goroutine ") && lines.line().ends_with("]:")) {
      return true;
    }
  }
  return false;
}

/// Goes on to a goroutine that follows the one that ends here, perhaps with others left out between them.
bool find_next_goroutine(Lines& lines) {
  Lines ahead = lines;
  for (int count = 0; count < 3 && !ahead.at_end(); ++count, ahead.next()) {
    if (is_left_out_line(ahead.line())) {
      lines = ahead;
      return find_goroutine(lines, kGoroutineLines);
    }
  }
  return find_goroutine(lines, 2);
}

}  // namespace

bool parse_go(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  auto raised = at.line().starts_with('\t') ? std::nullopt : header(at.line());
  if (!raised) {
    raised = served(at.line());
  }
  if (!raised) {
    return false;
  }
  std::vector<TextLink> panics;  // the first one first
  Lines lines = at;
  for (lines.next(); !lines.at_end() && !lines.line().empty(); lines.next()) {
    auto again = lines.line().starts_with('\t') ? header(lines.line()) : std::nullopt;
    if (again && panics.size() + 1 < kMaxLinks) {
      panics.push_back(std::move(*raised));
      raised = std::move(again);
    } else if (lines.line().starts_with('\t')) {
      (raised->message += '\n') += lines.line().substr(1);
    } else if (!lines.line().starts_with("[signal ")) {
      break;
    }
  }
  if (!find_goroutine(lines, kHeaderLines)) {
    return false;
  }
  raised->frames = TextFrames(FrameOrder::kInnermostFirst);
  read_goroutine(lines, raised->frames);
  std::size_t end = lines.offset();
  while (find_next_goroutine(lines)) {  // the others, which only stood by
    for (int count = 0; count < kGoroutineLines && !ends_goroutine(lines.line()); ++count) {
      lines.next();
    }
    end = lines.offset();
  }
  std::vector<TextLink> links = {std::move(*raised)};
  for (; !panics.empty(); panics.pop_back()) {
    links.push_back(std::move(panics.back()));
    links.back().kind = "context";
    links.back().of = links.size() - 2;
  }
  found = {"Go", std::move(links), at.offset(), end};
  return true;
}

}  // namespace cel
