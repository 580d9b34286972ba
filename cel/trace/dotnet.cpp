// SPDX-License-Identifier: Apache-2.0
//
// .NET, as Exception.ToString documents it, and the runtime prints it:
//
//   Unhandled exception. System.InvalidOperationException: message
//    ---> System.ArgumentNullException: Value cannot be null. (Parameter 'order')
//      at Shop.Cart.Total(Int32 count) in /src/Cart.cs:line 12
//      --- End of inner exception stack trace ---
//      at Shop.Program.Main(String[] args) in /src/Program.cs:line 5
//
// And as Mono does (mini-exceptions.c), with the inner ones in the first line:
//
//   [ERROR] FATAL UNHANDLED EXCEPTION: System.InvalidOperationException: message --->
//   System.ArgumentNullException: …
//     at Shop.Cart.Total (System.Int32 count) [0x00002] in /src/Cart.cs:12

#include <array>
#include <utility>

#include "cel/base/text.h"
#include "cel/trace/header.h"
#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr std::string_view kInner = " ---> ";
constexpr std::string_view kInnerEnd = "--- End of inner exception stack trace ---";
constexpr std::string_view kAnotherEnd = "--- End of stack trace from previous location";
constexpr std::array<std::string_view, 3> kDotnetLibraries = {"System.", "Microsoft.", "Mono."};

/// `   at Shop.Cart.Total(Int32 count) in /src/Cart.cs:line 12`. Java's frames have a file in the brackets,
/// .NET's have nothing or types and names.
std::optional<TextFrame> dotnet_frame(std::string_view line) {
  line = unindented(line);
  const std::size_t open = line.find('(');
  const std::size_t close = open == std::string_view::npos ? open : line.find(')', open);
  if (!line.starts_with("at ") || close == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view name = line.substr(3, open - 3);
  name.remove_suffix(name.ends_with(' ') ? 1 : 0);
  const std::string_view arguments = line.substr(open + 1, close - open - 1);
  const std::string_view where = line.substr(close + 1);
  const std::size_t dot = name.rfind('.');
  const bool typed = arguments.find(' ') != std::string_view::npos && arguments != "Native Method" &&
                     arguments != "Unknown Source";
  if (dot == std::string_view::npos || dot == 0 || name.find(' ') != std::string_view::npos ||
      (!arguments.empty() && !typed) ||
      (!where.empty() && !where.starts_with(" in ") && !where.starts_with(" [0x"))) {
    return std::nullopt;
  }
  TextFrame frame;
  frame.module = name.substr(0, dot);
  frame.function = name.substr(dot + 1);
  const std::size_t mark = where.rfind(":line ");
  const std::size_t in = where.find(" in ");
  if (mark != std::string_view::npos) {
    frame.file = where.substr(4, mark - 4);
    frame.line = whole_number(where.substr(mark + 6), 0, 1U << 31U).value_or(0);
  } else if (in != std::string_view::npos) {
    const auto place = place_of(trimmed(where.substr(in + 4)));
    const bool known = place && !place->file.starts_with('<');
    frame.file = known ? place->file : std::string_view();
    frame.line = known ? place->line : 0;
  }
  frame.in_app = std::none_of(kDotnetLibraries.begin(), kDotnetLibraries.end(),
                              [name](std::string_view library) { return name.starts_with(library); });
  return frame;
}

/// `Unhandled exception. Type: message`, from .NET Core on; `Unhandled Exception: Type: message` before.
std::optional<TypeAndMessage> dotnet_header(std::string_view line) {
  for (const std::string_view mark :
       {"Unhandled exception. ", "Unhandled Exception: ", "FATAL UNHANDLED EXCEPTION: "}) {
    if (const std::size_t at = line.find(mark); at != std::string_view::npos) {
      return type_and_message(line.substr(at + mark.size()));
    }
  }
  return std::nullopt;
}

/// Adds the error of a header, and those that Mono puts behind it.
void add_links(std::string_view type, std::string_view message, std::vector<TextLink>& links) {
  for (;;) {
    const std::size_t end = message.find(kInner);
    TextLink link;
    link.type = type;
    link.message = message.substr(0, end);
    link.frames = TextFrames(FrameOrder::kInnermostFirst);
    link.kind = links.empty() ? nullptr : "cause";
    link.of = links.empty() ? 0 : links.size() - 1;
    links.push_back(std::move(link));
    const auto inner =
        end == std::string_view::npos ? std::nullopt : type_and_message(message.substr(end + kInner.size()));
    if (!inner || links.size() >= kMaxLinks) {
      return;
    }
    type = inner->type;
    message = inner->message;
  }
}

/// Reads what stands below a header: inner exceptions and all frames. The frames of the innermost come first.
void read_links(Lines& lines, std::vector<TextLink>& links) {
  std::size_t current = links.size() - 1;
  for (; !lines.at_end(); lines.next()) {
    const std::string_view line = lines.line();
    if (const auto frame = dotnet_frame(line)) {
      links[current].frames.add(*frame);
    } else if (line.starts_with(kInner) && links.size() < kMaxLinks) {
      const auto inner = type_and_message(line.substr(kInner.size()));
      if (!inner) {
        return;
      }
      const std::size_t of = std::exchange(current, links.size());
      add_links(inner->type, inner->message, links);
      links[current].of = of;
      current = links.size() - 1;
    } else if (unindented(line).starts_with(kInnerEnd)) {
      current = links[current].of;
    } else if (!unindented(line).starts_with(kAnotherEnd)) {
      return;
    }
  }
}

}  // namespace

bool parse_dotnet(const Lines& at, std::size_t floor, TextTrace& found) {
  const auto unhandled = dotnet_header(at.line());
  Lines lines = at;
  std::vector<TextLink> links;
  std::size_t begin = at.offset();
  if (unhandled) {
    add_links(unhandled->type, unhandled->message, links);
    lines.next();
  } else if (at.line().starts_with(kInner) || dotnet_frame(at.line())) {
    const auto header = header_above(at.text(), at.offset(), floor);
    if (!header) {
      return false;
    }
    begin = header->begin;
    add_links(header->type, header->message, links);
  } else {
    return false;
  }
  read_links(lines, links);
  const bool any =
      std::any_of(links.begin(), links.end(), [](const TextLink& link) { return !link.frames.empty(); });
  if (!any && !unhandled) {
    return false;
  }
  found = {".NET", std::move(links), begin, lines.offset()};
  return true;
}

}  // namespace cel
