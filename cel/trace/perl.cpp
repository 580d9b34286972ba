// SPDX-License-Identifier: Apache-2.0
//
// Perl, as Carp's confess and cluck print it:
//
//   no price for item 7 at cart.pl line 3.
//   	Cart::total(7) called at cart.pl line 9
//   	main::run() called at cart.pl line 12

#include "cel/trace/perl.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"
#include "cel/trace/language.h"
#include "cel/trace/library_path.h"

namespace cel {
namespace {

constexpr std::string_view kPerlAt = " at ";
constexpr std::string_view kPerlLine = " line ";

/// `cart.pl line 3`, and what follows the number.
std::optional<Place> perl_place(std::string_view where, std::string_view& rest) {
  const std::size_t mark = where.find(kPerlLine);
  const std::size_t digits = mark == std::string_view::npos ? mark : mark + kPerlLine.size();
  const std::size_t end = std::min(where.find_first_not_of("0123456789", digits), where.size());
  const auto number =
      digits < end ? whole_number(where.substr(digits, end - digits), 0, 1U << 31U) : std::nullopt;
  if (!number || mark == 0) {
    return std::nullopt;
  }
  rest = where.substr(end);
  return Place{where.substr(0, mark), *number};
}

/// `cart.pl`, `/srv/cart`, `-e`, `(eval 12)`
bool is_perl_file(std::string_view file) {
  return file.starts_with("(eval ") ||
         (file.find(' ') == std::string_view::npos &&
          (file.starts_with('-') || file.find_first_of("./") != std::string_view::npos));
}

/// By the folders that Perl's own build and Debian's put modules in; the Perl hook has the same rule.
bool is_perl_library(std::string_view file) {
  constexpr std::array<std::string_view, 5> kPerlFolders = {"/perl5/", "/perl/5", "/perl-base/",
                                                            "/site_perl/", "/vendor_perl/"};
  return is_library_path(file) ||
         std::any_of(kPerlFolders.begin(), kPerlFolders.end(),
                     [file](std::string_view folder) { return file.find(folder) != std::string_view::npos; });
}

TextFrame frame_at(const Place& place) {
  TextFrame frame;
  frame.file = place.file;
  frame.line = place.line;
  frame.in_app = !is_perl_library(place.file);
  return frame;
}

/// `	Cart::total(7) called at cart.pl line 9`: the function, and where it was called.
struct PerlCall {
  std::string_view function;
  Place place;
};
std::optional<PerlCall> perl_call(std::string_view line) {
  constexpr std::string_view kCalled = " called at ";
  const std::size_t called = line.starts_with('\t') ? line.rfind(kCalled) : std::string_view::npos;
  if (called == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest;
  const auto place = perl_place(line.substr(called + kCalled.size()), rest);
  if (!place) {
    return std::nullopt;
  }
  std::string_view function = line.substr(1, called - 1);
  function = function.substr(0, function.find('('));
  return PerlCall{function.starts_with("eval {") ? std::string_view("(eval)") : function, *place};
}

}  // namespace

std::optional<PerlDeath> perl_death(std::string_view line) {
  for (std::size_t at = line.rfind(kPerlAt); at != std::string_view::npos && at > 0;
       at = line.rfind(kPerlAt, at - 1)) {
    std::string_view rest;
    const auto place = perl_place(line.substr(at + kPerlAt.size()), rest);
    if (place && is_perl_file(place->file) &&
        (rest == "." || (rest.starts_with(", ") && (rest.ends_with('.') || rest.ends_with('"') ||
                                                    rest.ends_with(" EOF") || rest.ends_with(" line"))))) {
      return PerlDeath{line.substr(0, at), *place};
    }
  }
  return std::nullopt;
}

bool parse_perl(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  const auto death =
      at.line().find(kPerlLine) == std::string_view::npos ? std::nullopt : perl_death(at.line());
  Lines lines = at;
  lines.next();
  if (!death || !perl_call(lines.line())) {
    return false;
  }
  TextLink link;
  link.type = "die";
  link.message = death->message;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  TextFrame frame = frame_at(death->place);
  for (std::optional<PerlCall> call; (call = perl_call(lines.line())); lines.next()) {
    frame.function = call->function;
    link.frames.add(frame);
    frame = frame_at(call->place);
  }
  link.frames.add(frame);
  found = {"Perl", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
