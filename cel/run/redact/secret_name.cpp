// SPDX-License-Identifier: Apache-2.0
#include "cel/run/redact/secret_name.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "cel/base/letters.h"

namespace cel {
namespace {

using Words = std::span<const std::string_view>;

// A name's words: it is split at case, digits and punctuation, `dbAuth_token2` into db, auth, token.
constexpr auto kWords = std::to_array<std::string_view>(
    {"pass",    "passwd",  "passwords", "secrets",   "token",         "tokens",
     "auth",    "cookie",  "cookies",   "session",   "authorization", "authentication",
     "csrf",    "xsrf",    "dsn",       "jwt",       "otp",           "totp",
     "hotp",    "pin",     "cvv",       "cvc",       "ssn",           "pwd",
     "bearer",  "sid",     "creds",     "oauth",     "credentials",   "passcode",
     "apikeys", "pincode", "sessionid", "phpsessid", "jsessionid",    "pgpass",
     "sig"});
// Said without a separator these are no part of an innocent word ("tokenizer", "author", "passenger" are).
constexpr auto kAnywhere = std::to_array<std::string_view>(
    {"password",     "passwd",     "passphrase",     "passcode",       "credential",    "apikey",
     "privatekey",   "secretkey",  "accesskey",      "signingkey",     "encryptionkey", "masterkey",
     "accountkey",   "storagekey", "sharedkey",      "sshkey",         "hmackey",       "aeskey",
     "fernetkey",    "cipherkey",  "authkey",        "licensekey",     "sessionkey",    "connectionstring",
     "connstr",      "creditcard", "cardnumber",     "sessionid",      "csrf",          "xsrf",
     "clientsecret", "appsecret",  "socialsecurity", "securityanswer", "recoverycode",  "mfacode",
     "amzsignature"});
constexpr auto kSecretEnds = std::to_array<std::string_view>(
    {"secret", "secrets", "token", "tokens", "auth", "cookie", "cookies", "jwt", "pwd", "otp"});
constexpr auto kNumbers =
    std::to_array<std::string_view>({"password", "passwd", "passcode", "pin", "otp", "cvv", "cvc", "ssn",
                                     "card", "secret", "socialsecurity"});
constexpr std::size_t kLongest = 200;  // bytes of a name that are looked at

std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : name.substr(0, kLongest)) {
    if (is_letter(c)) {
      letters += lower(c);
    }
  }
  return letters;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  char before = '\0';
  for (const char c : name.substr(0, kLongest)) {
    if ((!is_letter(c) || (is_upper(c) && is_lower(before))) && !words.back().empty()) {
      words.emplace_back();
    }
    if (is_letter(c)) {
      words.back() += lower(c);
    }
    before = c;
  }
  return words;
}

bool holds_one(std::string_view text, Words parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

bool is_secret_word(std::string_view word) {
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end() ||
         std::any_of(kSecretEnds.begin(), kSecretEnds.end(),
                     [&](std::string_view end) { return word.ends_with(end); });
}

}  // namespace

bool is_secret_name(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  return holds_one(letters_of(name), kAnywhere) || std::any_of(words.begin(), words.end(), is_secret_word);
}

bool hides_numbers(std::string_view name) { return holds_one(letters_of(name), kNumbers); }

}  // namespace cel
