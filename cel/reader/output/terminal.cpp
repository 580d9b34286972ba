// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "cel/base/text.h"

namespace cel {
namespace {

/// Select Graphic Rendition (ECMA-48, 8.3.117).
std::string_view rendition(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return {};
    case Ink::faint:
      return "\x1b[2m";
    case Ink::strong:
      return "\x1b[1m";
    case Ink::error:
      return "\x1b[1;31m";
    case Ink::mark:
      return "\x1b[1m";
    case Ink::name:
      return "\x1b[36m";
    case Ink::value:
      return "\x1b[34m";
    case Ink::warning:
      return "\x1b[33m";
  }
  return {};
}

std::size_t width_of(int fd, const char* wanted) {
  if (wanted != nullptr) {
    if (const auto columns = whole_number(wanted, 1, kMaxWidth)) {
      return std::max<std::size_t>(*columns, kMinWidth);
    }
  }
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<std::size_t>(size.ws_col, kMinWidth, kMaxWidth);
  }
  return kMaxWidth;
}

}  // namespace

std::string Style::paint(Ink ink, std::string_view text) const {
  if (!colour || ink == Ink::plain || text.empty()) {
    return std::string(text);
  }
  return std::string(rendition(ink)).append(text).append("\x1b[0m");
}

TerminalEnvironment terminal_environment() {
  return {std::getenv("COLUMNS"), std::getenv("NO_COLOR"), std::getenv("TERM")};
}

Style style_for(int fd, const TerminalEnvironment& environment) {
  const bool unwanted = environment.no_color != nullptr && *environment.no_color != '\0';
  const bool dumb = environment.term != nullptr && std::string_view(environment.term) == "dumb";
  return {width_of(fd, environment.columns), isatty(fd) == 1 && !unwanted && !dumb};
}

}  // namespace cel
