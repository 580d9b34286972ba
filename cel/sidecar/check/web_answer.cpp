// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/check/web_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::size_t kStatusAt = 9;  // behind `HTTP/1.1 `

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return made;
}

/// The value of a header in the lines of a head; nothing if it is not there.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  take_field(head, '\n');  // the status line
  while (!head.empty()) {
    std::string_view line = take_field(head, '\n');
    if (const std::string_view key = take_field(line, ':'); lower(key) == name) {
      return trimmed(line);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string WebPlace::authority() const {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                             : fmt::format("[{}]:{}", host, port);
}

Result<WebPlace> web_place(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  const std::string_view all = url;
  if (!url.starts_with(kScheme)) {
    return Error{fmt::format("cannot ask {}: name it http://HOST[:PORT][/PATH]", one_line(all))};
  }
  url.remove_prefix(kScheme.size());
  const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
  std::string_view host = url.substr(0, end);
  WebPlace place;
  place.path = url.substr(end, url.find('#') - end);
  if (!place.path.starts_with('/')) {
    place.path.insert(0, 1, '/');
  }
  std::string_view port = "80";
  const bool has_brackets = host.starts_with('[');
  if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos && !host.ends_with(']')) {
    port = host.substr(colon + 1);
    host = host.substr(0, colon);
  }
  if (has_brackets && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  const auto number = whole_number(port, 1, UINT16_MAX);
  const bool printable =
      std::all_of(place.path.begin(), place.path.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (host.empty() || !number || !printable || host.find_first_of("@[] ") != std::string_view::npos) {
    return Error{fmt::format("cannot ask {}: name it http://HOST[:PORT][/PATH]", one_line(all))};
  }
  place.host = host;
  place.port = static_cast<std::uint16_t>(*number);
  return place;
}

bool is_whole_answer(std::string_view bytes) {
  const std::size_t end = bytes.find(kEndOfHead);
  if (end == std::string_view::npos) {
    return false;
  }
  const auto length = header(bytes.substr(0, end), "content-length");
  const auto size = length ? whole_number(*length, 0, kMostOfAnswer) : std::nullopt;
  return size && bytes.size() - end - kEndOfHead.size() >= *size;
}

Result<WebAnswer> web_answer(std::string_view bytes) {
  const std::size_t end = bytes.find(kEndOfHead);
  if (bytes.empty()) {
    return Error{"it answered nothing"};
  }
  const auto status = bytes.starts_with("HTTP/1.") && bytes.size() > kStatusAt
                          ? whole_number(bytes.substr(kStatusAt, 3), 100, 999)
                          : std::nullopt;
  if (end == std::string_view::npos || !status) {
    return Error{"it does not answer by HTTP/1"};
  }
  const std::string_view head = bytes.substr(0, end);
  if (header(head, "transfer-encoding")) {
    return Error{"it answers in chunks, which HTTP/1.0 does not have"};
  }
  std::string_view body = bytes.substr(end + kEndOfHead.size());
  if (const auto length = header(head, "content-length")) {
    const auto size = whole_number(*length, 0, kMostOfAnswer);
    if (!size || body.size() < *size) {
      return Error{"its answer ends too early, or is longer than 1 MiB"};
    }
    body = body.substr(0, *size);
  }
  return WebAnswer{static_cast<int>(*status), std::string(body)};
}

}  // namespace cel
