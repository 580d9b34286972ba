// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/process_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "cel/reader/output/printable.h"

namespace cel {
namespace {

constexpr double kKibInMib = 1024;

/// A word as a shell takes it.
std::string shell_word(std::string_view word) {
  constexpr std::string_view kShellPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%[]";
  if (!word.empty() && word.find_first_not_of(kShellPlain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

std::string command_of(const Json& process) {
  std::string text;
  const auto words = process.find("command");
  if (words != process.end() && words->is_array()) {
    for (const Json& word : *words) {
      text += text.empty() ? "" : " ";
      text += shell_word(word.is_string() ? word.get_ref<const std::string&>() : to_line(word));
    }
  }
  return text;
}

/// A number as JSON has it, negative ones and others left out.
double amount_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? std::max(0.0, found->get<double>()) : 0;
}

/// The sentence names the signal, and a core that was dumped.
std::string ending_of(const Json& process) {
  std::string text(string_at(process, "ending").value_or(""));
  if (const auto status = number_at(process, "status")) {
    text += fmt::format("{}status {} after {:.3f} s", text.empty() ? "" : "; ", *status,
                        amount_at(process, "seconds"));
  }
  const auto dumped = process.find("core_dumped");
  if (dumped != process.end() && *dumped == false) {
    const std::string_view why = string_at(process, "no_core").value_or("");
    text += why.empty() ? ", no core dumped" : fmt::format(", no core dumped: {}", why);
  }
  return text;
}

std::string resources_of(const Json& process) {
  const auto used = process.find("resources");
  if (used == process.end() || !used->is_object()) {
    return {};
  }
  return fmt::format(
      "{:.3f} s of user and {:.3f} s of system time, at most {:.1f} MiB of memory, {} major page faults",
      amount_at(*used, "user_seconds"), amount_at(*used, "system_seconds"),
      amount_at(*used, "max_rss_kib") / kKibInMib, number_at(*used, "major_faults").value_or(0));
}

}  // namespace

std::vector<Fact> process_facts(const Json& record) {
  std::vector<Fact> facts;
  const auto process = record.find("process");
  if (process == record.end() || !process->is_object()) {
    return facts;
  }
  const auto add = [&facts](const char* label, const std::string& value, bool warning = false) {
    if (!value.empty()) {
      facts.push_back({label, printable(value), warning});
    }
  };
  add("Command", command_of(*process));
  add("Ending", ending_of(*process));
  add("Used", resources_of(*process));
  if (const auto kills = number_at(*process, "oom_kills").value_or(0); kills > 0) {
    add("OOM kills", fmt::format("{} in its memory cgroup while it ran", kills), true);
  }
  return facts;
}

}  // namespace cel
