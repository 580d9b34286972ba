// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_option.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/rules.h"

namespace cel {
namespace {

enum class Place { next, joined, user };

struct Option {
  std::string_view text;
  Place place = Place::next;
  unsigned bit = 0;  // of those programs; 0: any
};

struct Program {
  std::string_view text;
  unsigned bits = 0;
};

constexpr ByteSet kShellEnds(" \t\r\n'\"`");
constexpr ByteSet kClosing(")]},;");

constexpr std::size_t count_lines() {
  std::size_t count = 0;
  rules::each_line("option", [&](std::string_view) { ++count; });
  return count;
}

constexpr std::size_t kOptions = count_lines();
static_assert(kOptions <= 32, "a bit for each");

constexpr auto all_options() {
  std::array<Option, kOptions> options;
  std::size_t at = 0;
  rules::each_line("option", [&](std::string_view line) {
    options[at].text = rules::next_word(line);
    const std::string_view place = rules::next_word(line);
    options[at].place = place == "next" ? Place::next : place == "joined" ? Place::joined : Place::user;
    options[at].bit = rules::next_word(line) == "*" ? 0 : 1U << at;
    ++at;
  });
  return options;
}

constexpr auto all_programs() {
  std::array<Program, rules::count_words("option") - 2 * kOptions> programs;
  std::size_t at = 0;
  unsigned bit = 1;
  rules::each_line("option", [&](std::string_view line) {
    rules::next_word(line);
    rules::next_word(line);
    for (std::string_view word = rules::next_word(line); !word.empty(); word = rules::next_word(line)) {
      programs[at++] = {word, bit};
    }
    bit <<= 1U;
  });
  return programs;
}

constexpr auto kOptionRules = all_options();
constexpr rules::Table kPrograms(all_programs());

unsigned bits_of_program(std::string_view word) {
  unsigned bits = 0;
  for (const Program& program : kPrograms.from(word)) {
    bits |= program.text == word ? program.bits : 0;
  }
  return bits;
}

/// Where the shell's word ends that `at` is in, without what closes a list or a sentence.
std::size_t shell_word_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && !kShellEnds.has(text[end])) {
    if (text[end] != '\\') {
      ++end;
    } else if (newline_size(text, end) > 0) {
      break;
    } else {
      end = after_backslashes(text, end);
    }
  }
  while (end > at && kClosing.has(text[end - 1])) {
    --end;
  }
  return end;
}

/// The word behind the one that ends at `end`, in a command line or in a list of strings that was printed.
Value word_behind(std::string_view text, std::size_t end) {
  std::size_t at = after_backslashes(text, end);
  const bool in_list = is_any_quote(at_or_nul(text, at));
  if (in_list) {
    at = after_blanks(text, at + 1);
    if (at_or_nul(text, at) != ',') {
      return {};
    }
    ++at;
  } else {
    at = end;
  }
  std::size_t start = after_blanks(text, at);
  if (start == at && !in_list) {
    return {};
  }
  if (text.substr(start).starts_with("\\\n")) {
    start = after_blanks(text, start + 2);
  }
  if (const Opening opening = opening_at(text, start); opening.quote != '\0') {
    return {opening.content, content_end(text, opening, false), true};
  }
  return in_list ? Value{} : Value{start, shell_word_end(text, start), false};
}

/// Of bob:X or bob%X what follows the sign; nothing of 1000:1000 and of a URL.
Value password_of_user(std::string_view word) {
  const std::size_t sign = word.find_first_of(":%");
  const std::string_view secret = sign == std::string_view::npos ? "" : word.substr(sign + 1);
  if (secret.starts_with("//") || std::all_of(secret.begin(), secret.end(), is_digit)) {
    return {};
  }
  return {sign + 1, word.size(), false};
}

bool opens_string(std::string_view text, std::size_t begin, std::size_t end) {
  return (begin == 0 || !is_any_quote(text[begin - 1])) && opening_at(text, end).quote != '\0';
}

}  // namespace

void CommandLine::start_line() {
  programs_ = 0;
  previous_ = last_ = {};
}

Announced CommandLine::take(std::string_view word) {
  const std::string_view before = std::exchange(previous_, std::exchange(last_, word));
  if (at_or_nul(word, 0) != '-') {
    programs_ |= bits_of_program(word);
    const bool is_setting =
        previous_ == "set" && word.find('_') != std::string_view::npos && names_.hides(word);
    const bool is_netrc = before == "login" && word == "password";
    return {is_setting || is_netrc ? Announced::What::next : Announced::What::nothing, 0, true, false};
  }
  for (const Option& option : kOptionRules) {
    const bool applies = option.bit == 0 || (option.bit & programs_) != 0;
    if (!applies || !word.starts_with(option.text)) {
      continue;
    }
    if (option.place == Place::joined) {
      return {Announced::What::rest, option.text.size(), false, false};
    }
    if (word == option.text) {
      return {option.place == Place::user ? Announced::What::user : Announced::What::next, 0, false, false};
    }
  }
  const bool by_name = word.size() > 2 && word.find('=') == std::string_view::npos && names_.hides(word);
  return {by_name ? Announced::What::next : Announced::What::nothing, 0, true,
          by_name && !hides_numbers(word)};
}

Value secret_of_word(std::string_view word, const Announced& announced) {
  const bool is_option = word.starts_with("--") || (word.size() == 2 && word[0] == '-') ||
                         (!announced.by_name && at_or_nul(word, 0) == '-');
  const bool is_count = announced.not_numbers && std::all_of(word.begin(), word.end(), is_digit);
  if (is_option || is_count || announced.what == Announced::What::nothing) {
    return {};
  }
  const Value found =
      announced.what == Announced::What::user ? password_of_user(word) : Value{0, word.size(), false};
  return is_harmless("password", word.substr(found.begin, found.end - found.begin)) ? Value{} : found;
}

Value secret_announced(std::string_view text, std::size_t begin, std::size_t end,
                       const Announced& announced) {
  if (announced.what == Announced::What::nothing ||
      (begin > 0 && (is_alphanumeric(text[begin - 1]) || text[begin - 1] == '/'))) {
    return {};
  }
  if (announced.what != Announced::What::user && opens_string(text, begin, end)) {  // -p'X'
    const Opening opening = opening_at(text, end);
    return {opening.content, content_end(text, opening, false), true};
  }
  if (announced.what == Announced::What::rest) {
    const std::size_t start = begin + announced.size;
    return start == end ? Value{} : Value{start, shell_word_end(text, start), false};
  }
  const Value word = word_behind(text, end);
  const Value secret =
      secret_of_word(text.substr(word.begin, word.empty() ? 0 : word.end - word.begin), announced);
  return {word.begin + secret.begin, word.begin + secret.end, word.quoted};
}

}  // namespace cel
