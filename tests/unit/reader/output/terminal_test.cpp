// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>

#include <catch2/catch.hpp>

#include "cel/base/fd.h"

using namespace cel;

namespace {

struct Terminal {
  Fd ours;
  Fd theirs;

  explicit Terminal(unsigned short width) {
    const winsize size{24, width, 0, 0};
    int ours_fd = -1;
    int theirs_fd = -1;
    REQUIRE(openpty(&ours_fd, &theirs_fd, nullptr, nullptr, &size) == 0);
    ours = Fd(ours_fd);
    theirs = Fd(theirs_fd);
  }
};

}  // namespace

TEST_CASE("a terminal is used in its whole width and in colour") {
  const Terminal terminal(123);
  const Style style = style_for(terminal.theirs.get(), {});
  CHECK(style.width == 123);
  CHECK(style.colour);
  CHECK(style.paint(Ink::strong, "bold") == "\x1b[1mbold\x1b[0m");
}

TEST_CASE("who wants no colour gets none") {
  const Terminal terminal(80);
  CHECK_FALSE(style_for(terminal.theirs.get(), {nullptr, "1", nullptr}).colour);
  CHECK_FALSE(style_for(terminal.theirs.get(), {nullptr, nullptr, "dumb"}).colour);
  CHECK(style_for(terminal.theirs.get(), {nullptr, "", "xterm"}).colour);  // empty is unset
}

TEST_CASE("COLUMNS is the width, when it is one") {
  const Terminal terminal(123);
  CHECK(style_for(terminal.theirs.get(), {"100", nullptr, nullptr}).width == 100);
  CHECK(style_for(terminal.theirs.get(), {"1", nullptr, nullptr}).width == kMinWidth);
  CHECK(style_for(terminal.theirs.get(), {"many", nullptr, nullptr}).width == 123);
}

TEST_CASE("a pipe is no terminal: nothing is cut to fit, no colour") {
  const Fd null = open_file("/dev/null", O_RDONLY);
  const Style style = style_for(null.get(), {});
  CHECK(style.width == kMaxWidth);
  CHECK_FALSE(style.colour);
  CHECK(style.paint(Ink::error, "plain") == "plain");
}
