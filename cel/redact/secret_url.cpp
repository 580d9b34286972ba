// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_url.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/rules.h"

namespace cel {
namespace {

constexpr ByteSet kUrlEnds(" \t\r\n\"'<>\\`");
constexpr ByteSet kAuthorityEnds(" \t\r\n\"'<>\\`/?#,;)]}");
constexpr ByteSet kHostSigns(".-:[]/_?=&");
constexpr std::size_t kShortestToken = 16;  // bytes
constexpr auto kWholeUrls = CEL_RULES("url");

bool is_host_like(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return is_alphanumeric(c) || kHostSigns.has(c); });
}

/// Returns the position of the @ that ends user and password, npos if there are none.
std::size_t at_sign(std::string_view text, std::size_t at, std::size_t url_end, std::size_t last_at) {
  const std::size_t end = kAuthorityEnds.find(text, at);
  const std::string_view authority = text.substr(at, end - at);
  if (const std::size_t sign = authority.rfind('@'); sign != std::string_view::npos) {
    return at + sign;
  }
  // The password may contain a delimiter that is not escaped.
  const std::size_t colon = authority.find(':');
  if (colon == std::string_view::npos || last_at == std::string_view::npos || last_at < end ||
      end == text.size()) {
    return std::string_view::npos;
  }
  const std::string_view password = authority.substr(colon + 1);
  const bool is_port = password.find(':') != std::string_view::npos ||
                       (!password.empty() && std::all_of(password.begin(), password.end(), is_digit));
  const std::string_view host = text.substr(last_at + 1, std::min<std::size_t>(url_end - last_at - 1, 256));
  return is_port || authority[0] == '[' || !is_host_like(host) ? std::string_view::npos : last_at;
}

}  // namespace

std::size_t url_end(std::string_view text, std::size_t at) { return kUrlEnds.find(text, at); }

Value secret_in_url(std::string_view text, std::size_t at, std::size_t url_end, std::size_t last_at) {
  for (const std::string_view start : kWholeUrls) {
    if (text.substr(at).starts_with(start)) {
      return {at + start.size(), url_end};
    }
  }
  const std::size_t sign = at_sign(text, at, url_end, last_at);
  if (sign == std::string_view::npos) {
    return {at, at};
  }
  const std::size_t colon = text.substr(0, sign).find(':', at);
  if (colon != std::string_view::npos) {
    return {colon + 1, sign};
  }
  // A user without a password is a token where tokens are passed so.
  const std::string_view scheme = text.substr(0, at - 3);
  const bool is_token = scheme.ends_with("http") || scheme.ends_with("https") || sign - at >= kShortestToken;
  return {is_token ? at : sign, sign};
}

}  // namespace cel
