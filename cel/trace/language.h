// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cel/trace/lines.h"
#include "cel/trace/links.h"

namespace cel {

/// A traceback in a text, as one of the languages' parsers finds it.
struct TextTrace {
  std::string_view type;        ///< the language, as in a record's `type`
  std::vector<TextLink> links;  ///< not empty; the raised one first
  std::size_t begin = 0;        ///< offsets in the text
  std::size_t end = 0;
};

/// Each parser: whether the line that `at` stands on starts a traceback of its language (or, where a
/// traceback is told only by its second line or later, belongs to one); `found` is then that traceback. It
/// looks back no further than to the offset `floor`. Its `end` is past the line of `at`, and apart from a
/// bounded number of lines it reads nothing outside of [begin, end): that keeps the whole linear.
using TraceParser = bool (*)(const Lines& at, std::size_t floor, TextTrace& found);

bool parse_python(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_faulthandler(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_node(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_java(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_dotnet(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_php(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_ruby(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_go(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_rust(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_cpp(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_perl(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_lua(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_r(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_erlang(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_elixir(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_ocaml(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_haskell(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_julia(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_dart(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_swift(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_kotlin(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_jvm(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_v8(const Lines& at, std::size_t floor, TextTrace& found);
bool parse_sanitizer(const Lines& at, std::size_t floor, TextTrace& found);

}  // namespace cel
