// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// What a piece of text is, for a person who scans the screen.
enum class Ink {
  plain,
  faint,    ///< there, but not what the eye is after: library frames, labels
  strong,   ///< a heading
  error,    ///< an exception's type
  mark,     ///< the line that failed
  name,     ///< a function, a container
  value,    ///< a local variable's name
  warning,  ///< what is missing or damaged
};

/// How text is laid out for where it goes.
struct Style {
  std::size_t width = 80;  ///< columns; at least kMinWidth
  bool colour = false;

  /// `text`, which must be printable (printable.h), in the colour of `ink`, and plain again behind it. The
  /// colours are the 8 that every terminal has, as its user chose them: legible on dark and on light.
  std::string paint(Ink ink, std::string_view text) const;
};

inline constexpr std::size_t kMinWidth = 40;
inline constexpr std::size_t kMaxWidth = 1000;  // a line longer than this nobody reads

/// What Style decides on, apart from the terminal itself; null is unset.
struct TerminalEnvironment {
  const char* columns = nullptr;   ///< COLUMNS
  const char* no_color = nullptr;  ///< NO_COLOR: no colour when it is not empty (no-color.org)
  const char* term = nullptr;      ///< TERM: no colour on a `dumb` one
};

/// The environment of this process.
TerminalEnvironment terminal_environment();

/// The style for `fd`. Its width is COLUMNS where that is a number, else what the kernel says of the terminal
/// (TIOCGWINSZ); a pipe or a file is as wide as can be, so that nothing is cut for whoever reads it. Colour
/// on a terminal only.
Style style_for(int fd, const TerminalEnvironment& environment);

}  // namespace cel
