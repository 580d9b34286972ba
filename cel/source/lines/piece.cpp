// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/piece.h"

#include <cstring>
#include <utility>

#include "cel/base/text.h"
#include "cel/record/json.h"
#include "cel/record/unescape.h"

namespace cel {
namespace {

// What stands between an object's strings cannot stand within one, where every quote has its backslash.
constexpr std::string_view kLog = R"({"log":")";
constexpr std::string_view kStream = R"(","stream":"std)";
constexpr std::string_view kTime = R"("time":")";

constexpr std::size_t kLongestTime = 64;

bool ends_with_newline_escape(std::string_view escaped) {
  if (!escaped.ends_with("\\n")) {
    return false;
  }
  const std::size_t other = escaped.find_last_not_of('\\', escaped.size() - 2);
  const std::size_t backslashes = escaped.size() - 1 - (other == std::string_view::npos ? 0 : other + 1);
  return backslashes % 2 == 1;
}

/// As text.find(): that stops at each quote, of which a report is full.
std::size_t find_within(std::string_view text, std::string_view part) {
  const void* found = memmem(text.data(), text.size(), part.data(), part.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

std::optional<Channel> channel_of(std::string_view out_or_err) {
  if (out_or_err == "out") {
    return Channel::standard_output;
  }
  return out_or_err == "err" ? std::optional(Channel::standard_error) : std::nullopt;
}

/// Slow, for what is rare: other characters' escapes, and what is wrong.
std::optional<std::string> unescaped_by_parser(std::string_view text) {
  std::optional<Json> value = parse_json('"' + std::string(text) + '"');
  if (!value) {
    value = parse_json('"' + valid_utf8(text) + '"');
  }
  return value && value->is_string() ? std::optional(std::move(value->get_ref<std::string&>()))
                                     : std::nullopt;
}

}  // namespace

std::optional<Piece> cri_piece(std::string_view line) {
  const std::size_t time = line.substr(0, kLongestTime).find(' ');
  if (time == std::string_view::npos || time == 0 || line[0] < '0' || line[0] > '9') {
    return std::nullopt;
  }
  const std::string_view rest = line.substr(time + 1);
  const std::optional<Channel> channel = channel_of(rest.substr(rest.starts_with("std") ? 3 : 0, 3));
  if (!channel || rest.size() < 8 || rest[6] != ' ' || (rest[7] != 'P' && rest[7] != 'F')) {
    return std::nullopt;
  }
  // After P or F there may be more tags, each after a colon; an empty text may have lost its space.
  const std::size_t space = rest.find(' ', 8);
  const std::string_view tags = rest.substr(8, space == std::string_view::npos ? space : space - 8);
  if (!tags.empty() && tags[0] != ':') {
    return std::nullopt;
  }
  return Piece{*channel, rest[7] == 'F',
               space == std::string_view::npos ? std::string_view() : rest.substr(space + 1),
               line.substr(0, time), false};
}

std::optional<Piece> json_file_piece(std::string_view line) {
  if (!line.starts_with(kLog) || !line.ends_with("\"}")) {
    return std::nullopt;
  }
  const std::size_t text_size = find_within(line.substr(kLog.size()), kStream);
  const std::size_t stream = kLog.size() + text_size;
  const std::size_t time = line.rfind(kTime);
  if (text_size == std::string_view::npos || time == std::string_view::npos || time < stream) {
    return std::nullopt;
  }
  const std::string_view rest = line.substr(stream + kStream.size());
  const std::optional<Channel> channel = channel_of(rest.substr(0, 3));
  if (!channel || !rest.substr(3).starts_with("\",")) {
    return std::nullopt;
  }
  Piece piece{*channel, true, line.substr(kLog.size(), text_size),
              line.substr(time + kTime.size(), line.size() - time - kTime.size() - 2), true};
  piece.ends = ends_with_newline_escape(piece.text);
  if (piece.ends) {
    piece.text.remove_suffix(2);
  }
  return piece;
}

std::optional<Piece> piece_of(std::string_view line, TextFormat format) {
  std::optional<Piece> piece;
  if (format != TextFormat::cri) {
    piece = json_file_piece(line);
  }
  return piece || format == TextFormat::json_file ? piece : cri_piece(line);
}

bool append_piece(const Piece& piece, std::string& out) {
  if (!piece.escaped) {
    out += piece.text;
    return true;
  }
  const std::size_t before = out.size();
  if (append_unescaped(piece.text, out) == piece.text.size()) {
    return true;
  }
  out.resize(before);
  const std::optional<std::string> parsed = unescaped_by_parser(piece.text);
  out += parsed.value_or("");
  return parsed.has_value();
}

}  // namespace cel
