// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/find_secrets.h"

#include <algorithm>

#include "cel/redact/byte_set.h"
#include "cel/redact/code_finder.h"
#include "cel/redact/secret_option.h"
#include "cel/redact/shape_finder.h"
#include "cel/redact/text_finder.h"

namespace cel {
namespace {

constexpr ByteSet kBeforeCode(" |+-");  // indentation, also that of exception groups

/// Returns whether a line of a Python traceback names a file: `  File "/srv/a.py", line 3, in f`.
bool names_file(std::string_view line) { return line.starts_with("File \""); }

/// Returns whether a string of several lines begins or ends outside of `text`.
bool has_half_a_string(std::string_view text) {
  std::size_t count = 0;
  for (const std::string_view quotes : {R"(""")", "'''"}) {
    for (std::size_t at = text.find(quotes); at != std::string_view::npos; at = text.find(quotes, at + 3)) {
      ++count;
    }
  }
  return count % 2 == 1;
}

}  // namespace

std::vector<Secret> secrets_in_text(const SecretNames& names, std::string_view text, const Deadline* until) {
  ShapeFinder found(until);
  TextFinder text_finder(names, found);
  CommandReader command(names);
  if (text.find("File \"") == std::string_view::npos) {
    text_finder.search(text, 0, command);
    return found.take();
  }
  CodeFinder code_finder(names, found, text_finder);
  std::size_t begin = 0;  // of lines of one kind
  bool in_code = false;
  const auto search = [&](std::size_t end) {
    if (in_code) {
      code_finder.search(text.substr(0, end), begin);
    } else {
      text_finder.search(text.substr(0, end), begin, command);
    }
    begin = end;
  };
  bool after_file = false;  // the line before names a file, or is code after such a line
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t bare = std::min(kBeforeCode.skip(text, at), end);
    const bool is_file = bare > at && names_file(text.substr(bare));
    const bool is_code = !is_file && after_file && bare - at >= 4 && bare < end;
    after_file = is_file || is_code;
    if (is_code != in_code) {
      search(at);
      in_code = is_code;
    }
    at = end + 1;
  }
  search(text.size());
  return found.take();
}

std::vector<Secret> secrets_in_code(const SecretNames& names, std::string_view text, const Deadline* until) {
  ShapeFinder found(until);
  TextFinder text_finder(names, found);
  CodeFinder(names, found, text_finder).search(text, 0);
  std::vector<Secret> secrets = found.take();
  if (has_half_a_string(text)) {
    // Which lines are code and which are the string's is unknown: all of them are searched as both.
    ShapeFinder more(until);
    CommandReader line(names);
    TextFinder(names, more).search(text, 0, line);
    const std::vector<Secret> others = more.take();
    secrets.insert(secrets.end(), others.begin(), others.end());
    merge(secrets);
  }
  return secrets;
}

}  // namespace cel
