// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/header.h"

#include "cel/trace/lines.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kMostLines = 20;

std::string_view without_introduction(std::string_view line) {
  constexpr std::string_view kThread = "Exception in thread \"";
  if (line.starts_with(kThread)) {
    const std::size_t end = line.find("\" ", kThread.size());
    return end == std::string_view::npos ? line : line.substr(end + 2);
  }
  for (const std::string_view introduction : {"Uncaught ", "Fatal Exception: "}) {
    if (line.starts_with(introduction)) {
      return line.substr(introduction.size());
    }
  }
  return line;
}

std::optional<TypeAndMessage> type_at(std::string_view text, std::size_t offset) {
  return type_and_message(without_introduction(unindented(Lines(text, offset).line())));
}

}  // namespace

std::optional<Header> header_above(std::string_view text, std::size_t at, std::size_t floor) {
  const auto right_above = line_before(text, at, floor);
  if (!right_above) {
    return std::nullopt;
  }
  std::size_t begin = *right_above;
  std::optional<TypeAndMessage> found = type_at(text, begin);
  auto line = right_above;
  for (int count = 0; line && count < kMostLines; ++count, line = line_before(text, *line, floor)) {
    const auto type = type_at(text, *line);
    if (type && names_an_error(type->type)) {
      found = type;
      begin = *line;
      break;
    }
  }
  if (!found) {
    return std::nullopt;
  }
  Header header{found->type, std::string(found->message), begin};
  Lines more(text, begin);
  for (more.next(); more.offset() < at; more.next()) {
    (header.message += '\n') += more.line();
  }
  return header;
}

}  // namespace cel
