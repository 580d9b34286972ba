// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/last_words.h"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/trace/language.h"
#include "cel/trace/last_line.h"
#include "cel/trace/perl.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

/// Each: whether the line that `at` stands on is the first of what a runtime says last.
using LastWordsParser = bool (*)(const Lines& at, TextTrace& found);

bool found_line(const Lines& at, std::string_view language, TextLink link, TextTrace& found) {
  Lines end = at;
  end.next();
  found = {language, {}, at.offset(), end.offset()};
  found.links.push_back(std::move(link));
  return true;
}

TextLink link_at(std::string_view type, std::string_view message, const Place& place,
                 std::string_view function = {}) {
  TextLink link;
  link.type = type;
  link.message = message;
  if (!place.file.empty()) {
    TextFrame frame;
    frame.file = place.file;
    frame.line = place.line;
    frame.function = function;
    link.frames.add(frame);
  }
  return link;
}

/// `no price at cart.pl line 3.`
bool perl(const Lines& at, TextTrace& found) {
  const auto death = perl_death(at.line());
  return death && found_line(at, "Perl", link_at("die", death->message, death->place), found);
}

/// Whether dash, whose lines look like many others, says so.
bool dash_says(std::string_view message) {
  constexpr std::array<std::string_view, 8> kDashWords = {
      "not found",      "parameter not set", "Syntax error", "cannot open ",
      "cannot create ", "Permission denied", "Illegal ",     "ad substitution"};
  return std::any_of(kDashWords.begin(), kDashWords.end(), [message](std::string_view words) {
    return message.find(words) != std::string_view::npos;
  });
}

/// What bash and dash say of a script: `cart.sh: line 3: nosuch: command not found`, `cart.sh: 3: nosuch: not
/// found`.
bool shell(const Lines& at, TextTrace& found) {
  constexpr std::string_view kBashLine = "line ";
  const std::string_view line = at.line();
  const std::size_t name = line.find(": ");
  std::string_view rest = name == std::string_view::npos ? std::string_view() : line.substr(name + 2);
  const bool bash = rest.starts_with(kBashLine);
  rest.remove_prefix(bash ? kBashLine.size() : 0);
  const std::size_t number = rest.find(": ");
  const auto where = number == std::string_view::npos
                         ? std::nullopt
                         : whole_number(rest.substr(0, number), 1, std::uint64_t{1} << 31U);
  const std::string_view file = line.substr(0, name);
  if (!where || file.find(' ') != std::string_view::npos || (!bash && !dash_says(rest))) {
    return false;
  }
  return found_line(at, "Shell", link_at("error", rest.substr(number + 2), Place{file, *where}), found);
}

/// `shop: cart.c:4: total: Assertion `n > 0' failed.`
bool assertion(const Lines& at, TextTrace& found) {
  std::string_view line = at.line();
  const std::size_t mark = line.find(": Assertion `");
  if (mark == std::string_view::npos || !line.ends_with("' failed.")) {
    return false;
  }
  const std::string_view message = line.substr(mark + 2);
  line = line.substr(0, mark);  // `shop: cart.c:4: total`, in C++ `shop: cart.cc:4: int total(int)`
  const std::size_t name = line.find(": ");
  const std::size_t place_end = name == std::string_view::npos ? name : line.find(": ", name + 2);
  const auto place = place_end == std::string_view::npos
                         ? std::nullopt
                         : place_of(line.substr(name + 2, place_end - name - 2));
  return place &&
         found_line(at, "C++", link_at("Assertion", message, *place, line.substr(place_end + 2)), found);
}

/// What glibc says before it aborts a program (malloc.c, fortify_fail.c).
bool glibc(const Lines& at, TextTrace& found) {
  constexpr std::array<std::string_view, 16> kGlibcStarts = {"double free or corruption",
                                                             "free(): ",
                                                             "malloc(): ",
                                                             "realloc(): ",
                                                             "calloc(): ",
                                                             "munmap_chunk(): ",
                                                             "corrupted size vs. ",
                                                             "corrupted double-",
                                                             "malloc_consolidate(): ",
                                                             "corrupted unsorted ",
                                                             "sysmalloc: ",
                                                             "invalid fastbin entry",
                                                             "*** stack smashing ",
                                                             "*** buffer over",
                                                             "*** invalid %N$ use ",
                                                             "Fatal glibc error: "};
  const std::string_view line = at.line();
  const bool known = std::any_of(kGlibcStarts.begin(), kGlibcStarts.end(),
                                 [line](std::string_view start) { return line.starts_with(start); });
  return known && found_line(at, "C++", link_at(line, line, {}), found);
}

/// `Error: ParseIntError { kind: InvalidDigit }`, as a `main` that returns an error prints it by Debug; and
/// as anyhow and eyre print a chain, with `Caused by:` and an indented line for each cause.
bool rust(const Lines& at, TextTrace& found) {
  constexpr std::string_view kErrorSaid = "Error: ";
  const std::string_view line = at.line();
  if (!line.starts_with(kErrorSaid)) {
    return false;
  }
  const std::string_view said = line.substr(kErrorSaid.size());
  std::size_t name = 0;
  while (is_alphanumeric(at_or_nul(said, name))) {
    ++name;
  }
  const std::string_view rest = said.substr(name);
  const bool debug = (is_upper(at_or_nul(said, 0)) && (rest.starts_with(" {") || rest.starts_with('('))) ||
                     (said.size() > 1 && said.starts_with('"') && said.ends_with('"'));
  Lines lines = at;
  lines.next();
  Lines ahead = lines;
  if (ahead.line().empty()) {
    ahead.next();
  }
  const bool chain = ahead.line() == "Caused by:";
  if (!debug && !chain) {
    return false;
  }
  std::vector<TextLink> links = {link_at(debug && name > 0 ? said.substr(0, name) : "Error", said, {})};
  if (chain) {
    lines = ahead;
    for (lines.next(); indentation(lines.line()) > 0 && links.size() < kMaxLinks; lines.next()) {
      std::string_view cause = unindented(lines.line());
      const std::size_t colon = cause.find(": ");
      if (colon != std::string_view::npos && whole_number(cause.substr(0, colon), 0, 1000)) {
        cause.remove_prefix(colon + 2);
      }
      links.push_back(link_at("Error", cause, {}));
      links.back().kind = "cause";
      links.back().of = links.size() - 2;
    }
  }
  found = {"Rust", std::move(links), at.offset(), lines.offset()};
  return true;
}

constexpr std::array<LastWordsParser, 5> kLastSayings = {glibc, assertion, rust, perl, shell};

}  // namespace

std::optional<Trace> last_words(std::string_view text) {
  TextTrace found;
  for (const std::size_t offset : last_lines(text)) {
    const Lines at(text, offset);
    if (std::any_of(kLastSayings.begin(), kLastSayings.end(),
                    [&](const LastWordsParser parser) { return parser(at, found); })) {
      return Trace{std::string(found.type), exceptions_of(found.links), found.begin, found.end - found.begin};
    }
  }
  return std::nullopt;
}

}  // namespace cel
