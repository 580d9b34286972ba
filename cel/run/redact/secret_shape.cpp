// SPDX-License-Identifier: Apache-2.0
#include "cel/run/redact/secret_shape.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/run/redact/find.h"

namespace cel {
namespace {

struct Prefix {
  std::string_view text;
  std::size_t least;  // characters that follow
};

// As GitHub, GitLab, Slack, Stripe, ... publish them for those who scan for leaked ones.
constexpr std::array kPrefixes = std::to_array<Prefix>({
    {"AKIA", 16},     {"ASIA", 16},    {"ghp_", 20},     {"gho_", 20},     {"ghu_", 20},
    {"ghs_", 20},     {"ghr_", 20},    {"glpat-", 16},   {"glrt-", 16},    {"github_pat_", 20},
    {"gldt-", 16},    {"xoxb-", 10},   {"xoxa-", 10},    {"xoxp-", 10},    {"xoxr-", 10},
    {"xoxs-", 10},    {"xapp-", 10},   {"sk_live_", 10}, {"rk_live_", 10}, {"sk_test_", 10},
    {"rk_test_", 10}, {"whsec_", 20},  {"sk-", 20},      {"AIza", 30},     {"ya29.", 20},
    {"GOCSPX-", 20},  {"npm_", 30},    {"pypi-", 30},    {"SG.", 20},      {"hvs.", 20},
    {"hvb.", 20},     {"dop_v1_", 30}, {"doo_v1_", 30},  {"hf_", 24},      {"shpat_", 24},
    {"shpss_", 24},   {"dapi", 30},    {"sq0csp-", 20},  {"sq0atp-", 20},  {"dckr_pat_", 20},
    {"lin_api_", 20}, {"glsa_", 24},   {"eyJ", 17},      {"Bearer ", 8},   {"AGE-SECRET-KEY-1", 20},
    {"bearer ", 8},   {"Basic ", 8},
});

bool is_token(char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; }

/// Whether what follows the prefix is no word ("Basic Authentication"), and of an eyJ has more parts.
bool is_random(std::string_view prefix, std::string_view rest) {
  if (prefix == "eyJ") {
    return rest.find('.') != kNone;
  }
  const std::string_view tail = rest.substr(1);
  return prefix.back() != ' ' ||
         !std::all_of(tail.begin(), tail.end(), [](char c) { return is_lower(c) || c == '.'; });
}

bool starts_token(std::string_view text, std::size_t at) {
  const std::string_view escape = at < 2 ? "" : text.substr(at - 2, 2);  // "\n" in source
  return at == 0 || !is_alphanumeric(text[at - 1]) || escape == "\\n" || escape == "\\r" || escape == "\\t";
}

void mask_prefixed(std::string& text, const Prefix& prefix) {
  for (std::size_t at = text.find(prefix.text); at != kNone; at = text.find(prefix.text, at)) {
    const std::size_t start = at + prefix.text.size();
    std::size_t end = start;
    while (end < text.size() && is_token(text[end])) {
      ++end;
    }
    if (end - start >= prefix.least && starts_token(text, at) &&
        is_random(prefix.text, std::string_view(text).substr(start, end - start))) {
      text.replace(at, end - at, kMask);
      end = at + kMask.size();
    }
    at = std::max(end, start);
  }
}

void mask_private_keys(std::string& text) {
  for (std::size_t at = text.find("-----BEGIN"); at != kNone; at = text.find("-----BEGIN", at + 1)) {
    const std::size_t title = text.find("-----", at + 10);
    if (title == kNone || text.substr(at, title - at).find("KEY") != kNone) {
      const std::size_t last = text.find("-----END", at + 10);
      const std::size_t close = last == kNone ? kNone : text.find("-----", last + 8);
      text.replace(at, close == kNone ? kNone : close + 5 - at, kMask);
    }
  }
}

/// The check of Luhn (ISO/IEC 7812-1, annex B), which all card numbers pass.
bool passes_luhn(std::string_view digits) {
  int total = 0;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    const int number = (digits[digits.size() - 1 - place] - '0') * (place % 2 == 0 ? 1 : 2);
    total += number / 10 + number % 10;
  }
  return total % 10 == 0;
}

void mask_cards(std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (text[at] < '3' || text[at] > '6' || is_token(before)) {
      continue;
    }
    std::string digits;
    std::size_t end = at;
    for (; end < text.size(); ++end) {
      const bool between =
          (text[end] == ' ' || text[end] == '-') && end + 1 < text.size() && is_digit(text[end + 1]);
      if (is_digit(text[end])) {
        digits += text[end];
      } else if (!between) {
        break;
      }
    }
    const char after = end < text.size() ? text[end] : ' ';
    if (digits.size() >= 13 && digits.size() <= 19 && after != '.' && after != '_' && passes_luhn(digits)) {
      text.replace(at, end - at, kMask);
      end = at + kMask.size();
    }
    at = end - 1;
  }
}

}  // namespace

std::string without_keys(std::string text) {
  mask_private_keys(text);
  for (const Prefix& prefix : kPrefixes) {
    mask_prefixed(text, prefix);
  }
  mask_cards(text);
  return text;
}

}  // namespace cel
