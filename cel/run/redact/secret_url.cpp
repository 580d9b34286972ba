// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/run/redact/find.h"
#include "cel/run/redact/secret_shape.h"

namespace cel {
namespace {

constexpr std::string_view kUrlEnds = " \t\r\n\"'<>\\";
constexpr std::string_view kAuthorityEnds = " \t\r\n\"'<>\\/?#,;)]}";
// Whoever has such a URL may use it.
constexpr std::array<std::string_view, 4> kWhole = {"hooks.slack.com/services/", "api.telegram.org/bot",
                                                    "discord.com/api/webhooks/",
                                                    "discordapp.com/api/webhooks/"};

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_host_like(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view(".-:[]/_?=&").find(c) != kNone;
  });
}

/// Where user and password end that start at `at`; kNone if there are none.
std::size_t at_sign(std::string_view text, std::size_t at) {
  const std::size_t end = end_of(text, at, kAuthorityEnds);
  const std::string_view authority = text.substr(at, end - at);
  if (const std::size_t sign = authority.rfind('@'); sign != kNone) {
    return at + sign;
  }
  // An unescaped delimiter within the password.
  const std::size_t colon = authority.find(':');
  if (end == text.size() || std::string_view("/?#").find(text[end]) == kNone || colon == kNone) {
    return kNone;
  }
  const std::string_view password = authority.substr(colon + 1);
  const std::string_view whole = text.substr(at, end_of(text, end, kUrlEnds) - at);
  const std::size_t sign = whole.rfind('@');
  const bool is_port = password.find(':') != kNone || is_number(password);
  return sign == kNone || is_port || !is_host_like(whole.substr(sign + 1)) ? kNone : at + sign;
}

}  // namespace

std::string without_url_passwords(std::string text) {
  for (std::size_t at = text.find("://"); at != kNone; at = text.find("://", at)) {
    at += 3;
    for (const std::string_view start : kWhole) {
      if (std::string_view(text).substr(at).starts_with(start)) {
        const std::size_t key = at + start.size();
        text.replace(key, end_of(text, key, kUrlEnds) - key, kMask);
      }
    }
    if (const std::size_t sign = at_sign(text, at); sign != kNone) {
      const std::size_t colon = text.find(':', at);
      const std::size_t start = colon < sign ? colon + 1 : at;
      text.replace(start, sign - start, kMask);
    }
  }
  return text;
}

}  // namespace cel
