// SPDX-License-Identifier: Apache-2.0
//
// OCaml, as runtime/printexc.c and stdlib/printexc.ml print it; the frames only with OCAMLRUNPARAM=b:
//
//   Fatal error: exception Invalid_argument("index out of bounds")
//   Raised by primitive operation at Cart.price in file "cart.ml", line 2, characters 16-21
//   Called from Cart.total in file "cart.ml", line 3, characters 14-29

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/trace/language.h"

namespace cel {
namespace {

/// `Called from Cart.total in file "cart.ml", line 3`, without a function before OCaml 4.11.
std::optional<TextFrame> ocaml_frame(std::string_view line) {
  constexpr std::string_view kFile = "file \"";
  for (const std::string_view mark :
       {"Raised by primitive operation at ", "Raised at ", "Re-raised at ", "Called from "}) {
    if (!line.starts_with(mark)) {
      continue;
    }
    line.remove_prefix(mark.size());
    TextFrame frame;
    const std::size_t file = line.find(kFile);
    const std::size_t end = file == std::string_view::npos ? file : line.find("\", line ", file);
    if (end == std::string_view::npos) {
      return frame;  // `unknown location`
    }
    frame.file = line.substr(file + kFile.size(), end - file - kFile.size());
    const std::string_view number = line.substr(end + 8);
    frame.line = whole_number(number.substr(0, number.find(',')), 0, 1U << 31U).value_or(0);
    const std::size_t in = line.substr(0, file).rfind(" in ");
    frame.function = in == std::string_view::npos ? std::string_view() : line.substr(0, in);
    frame.in_app = !frame.function.starts_with("Stdlib") && !frame.function.starts_with("CamlinternalLazy");
    return frame;
  }
  return std::nullopt;
}

}  // namespace

bool parse_ocaml(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  constexpr std::string_view kUncaughtException = "Fatal error: exception ";
  if (!at.line().starts_with(kUncaughtException)) {
    return false;
  }
  const std::string_view said = at.line().substr(kUncaughtException.size());
  std::size_t end = 0;
  while (is_alphanumeric(at_or_nul(said, end)) || at_or_nul(said, end) == '_' ||
         at_or_nul(said, end) == '.') {
    ++end;
  }
  TextLink link;
  link.type = said.substr(0, end);
  std::string_view message = said.substr(end);
  if (message.starts_with('(') && message.ends_with(')')) {
    message = message.substr(1, message.size() - 2);
  }
  link.message = message;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  lines.next();
  for (std::optional<TextFrame> frame; (frame = ocaml_frame(lines.line())); lines.next()) {
    if (!frame->file.empty()) {
      link.frames.add(*frame);
    }
  }
  found = {"OCaml", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
