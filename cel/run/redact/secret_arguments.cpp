// SPDX-License-Identifier: Apache-2.0
#include "cel/run/redact/secret_arguments.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "cel/base/letters.h"
#include "cel/run/redact/find.h"
#include "cel/run/redact/secret_name.h"
#include "cel/run/redact/secret_shape.h"

namespace cel {
namespace {

using Programs = std::set<std::string_view>;

constexpr std::string_view kRound =
    "'\"[](){},;";  // around a word, where the line is a list that was printed
// Whose -pSECRET is one word.
constexpr auto kJoined = std::to_array<std::string_view>(
    {"mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "sshpass", "mariadb-dump"});

enum class Hides { nothing, all, password };  // password: what follows a name in the word

/// Without what is around it in a list that was printed, a b or u before the quote included.
std::string_view bare(std::string_view word) {
  const std::size_t first = word.find_first_not_of(kRound);
  word = first == kNone ? "" : word.substr(first, word.find_last_not_of(kRound) + 1 - first);
  const bool prefixed =
      word.size() > 1 && (word[0] == 'b' || word[0] == 'u') && (word[1] == '\'' || word[1] == '"');
  return prefixed ? word.substr(2) : word;
}

bool is_among(const Programs& programs, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return programs.contains(name); });
}

bool is_joined(const Programs& programs) {
  return std::any_of(kJoined.begin(), kJoined.end(),
                     [&](std::string_view name) { return programs.contains(name); });
}

Hides hides_next(std::string_view word, std::string_view before, std::string_view before_that,
                 const Programs& programs) {
  if (word == "-u" || word == "-U" || word == "--user" || word == "--proxy-user") {
    return Hides::password;
  }
  const bool is_short = (word == "-p" && is_among(programs, {"sshpass", "login"})) ||
                        (word == "-a" && is_among(programs, {"redis-cli"})) ||
                        (word == "-w" && is_among(programs, {"ldapsearch", "ldapmodify", "ldapadd"}));
  const bool is_option = word.starts_with("--") && word.find('=') == kNone && is_secret_name(word);
  const bool is_setting = before == "set" && word.find('_') != kNone && is_secret_name(word);
  const bool is_netrc = before_that == "login" && word == "password";
  return is_short || is_option || is_setting || is_netrc ? Hides::all : Hides::nothing;
}

/// bob:SECRET and bob%SECRET; not 1000:1000, and no URL.
std::string without_password(const std::string& word) {
  for (const char sign : {':', '%'}) {
    const std::size_t at = word.find(sign);
    const std::size_t end = word.find_last_not_of(kRound) + 1;
    if (at == kNone || end <= at + 1) {
      continue;
    }
    const std::string_view secret = std::string_view(word).substr(at + 1, end - at - 1);
    if (!secret.starts_with("//") && !std::all_of(secret.begin(), secret.end(), is_digit)) {
      return word.substr(0, at + 1) + std::string(kMask) + word.substr(end);
    }
  }
  return word;
}

std::string with_mask(std::string word, std::string_view secret) {
  if (const std::size_t at = word.find(secret); at != kNone && !secret.empty()) {
    word.replace(at, secret.size(), kMask);
  }
  return word;
}

}  // namespace

std::vector<std::string> masked_arguments(const std::vector<std::string>& words) {
  std::vector<std::string> shown;
  Programs programs;
  Hides hides = Hides::nothing;
  char quote = '\0';  // of a secret of several words
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const std::string_view inner = bare(word);
    if (quote != '\0') {
      const std::size_t close = word.find(quote);
      shown.push_back(close == kNone ? "" : std::string(kMask) + word.substr(close));
      quote = close == kNone ? quote : '\0';
    } else if (hides == Hides::all && !inner.starts_with("-")) {
      const std::size_t open = word.find_first_not_of("[({,b");
      const bool opens = open != kNone && (word[open] == '\'' || word[open] == '"') &&
                         std::count(word.begin(), word.end(), word[open]) == 1;
      quote = opens ? word[open] : '\0';
      shown.push_back(opens ? word.substr(0, open + 1) : with_mask(word, inner));
    } else if (hides == Hides::password) {
      shown.push_back(without_password(word));
    } else if (inner.starts_with("-p") && inner.size() > 2 && is_joined(programs)) {
      shown.push_back(with_mask(word, inner.substr(2)));
    } else {
      shown.push_back(word);
    }
    programs.insert(inner.substr(inner.rfind('/') + 1));  // npos + 1 is 0
    hides = hides_next(inner, i > 0 ? bare(words[i - 1]) : "", i > 1 ? bare(words[i - 2]) : "", programs);
  }
  return shown;
}

}  // namespace cel
