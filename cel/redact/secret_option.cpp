// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_option.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/letters.h"
#include "cel/redact/rules.h"

namespace cel {
namespace {

enum class Placement { next, joined, user };

struct OptionRule {
  std::string_view text;
  Placement place = Placement::next;
  unsigned bit = 0;  // of its programs; 0: any program
};

struct ProgramRule {
  std::string_view text;
  unsigned bits = 0;  // of the options that it has
};

constexpr std::size_t count_lines() {
  std::size_t count = 0;
  rules::each_line("option", [&](std::string_view) { ++count; });
  return count;
}

constexpr std::size_t kOptions = count_lines();
static_assert(kOptions <= 32, "a bit for each");

constexpr auto all_options() {
  std::array<OptionRule, kOptions> options;
  std::size_t at = 0;
  rules::each_line("option", [&](std::string_view line) {
    options[at].text = rules::next_word(line);
    const std::string_view place = rules::next_word(line);
    options[at].place = place == "next"     ? Placement::next
                        : place == "joined" ? Placement::joined
                                            : Placement::user;
    options[at].bit = rules::next_word(line) == "*" ? 0 : 1U << at;
    ++at;
  });
  return options;
}

constexpr auto all_programs() {
  std::array<ProgramRule, rules::count_words("option") - 2 * kOptions> programs;
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
constexpr rules::RuleTable kPrograms(all_programs());

/// Returns a bit for each option rule that applies to the program `word`.
unsigned bits_of_program(std::string_view word) {
  unsigned bits = 0;
  for (const ProgramRule& program : kPrograms.from(word)) {
    bits |= program.text == word ? program.bits : 0;
  }
  return bits;
}

}  // namespace

void CommandReader::start_line() {
  programs_ = 0;
  previous_ = last_ = {};
}

Announced CommandReader::take(std::string_view word) {
  const std::string_view before = std::exchange(previous_, std::exchange(last_, word));
  if (at_or_nul(word, 0) != '-') {
    programs_ |= bits_of_program(word);
    const bool is_setting =
        previous_ == "set" && word.find('_') != std::string_view::npos && names_.hides(word);
    const bool is_netrc = before == "login" && word == "password";
    return {is_setting || is_netrc ? Announced::What::next : Announced::What::nothing, 0, true, false};
  }
  for (const OptionRule& option : kOptionRules) {
    const bool applies = option.bit == 0 || (option.bit & programs_) != 0;
    if (!applies || !word.starts_with(option.text)) {
      continue;
    }
    if (option.place == Placement::joined) {
      return {Announced::What::rest, option.text.size(), false, false};
    }
    if (word == option.text) {
      return {option.place == Placement::user ? Announced::What::user : Announced::What::next, 0, false,
              false};
    }
  }
  const bool by_name = word.size() > 2 && word.find('=') == std::string_view::npos && names_.hides(word);
  return {by_name ? Announced::What::next : Announced::What::nothing, 0, true,
          by_name && !hides_numbers(word)};
}

}  // namespace cel
