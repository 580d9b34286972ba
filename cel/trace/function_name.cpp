// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/function_name.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::string_view kDigits = "0123456789";

std::string python_name(std::string_view function) {
  constexpr std::array<std::string_view, 5> kWithin = {"<lambda>", "<genexpr>", "<listcomp>", "<dictcomp>",
                                                       "<setcomp>"};
  const bool within = std::find(kWithin.begin(), kWithin.end(), function) != kWithin.end();
  return within ? std::string() : std::string(function);
}

std::string java_name(std::string_view function) {
  if (function.starts_with("lambda$")) {
    function.remove_prefix(7);
  }
  return without_java_numbers(function);
}

std::string node_name(std::string_view function) {
  const std::size_t alias = function.find(" [as ");
  function = function.substr(0, alias);
  if (function.starts_with("async ")) {
    function.remove_prefix(6);
  }
  if (function == "<anonymous>") {
    return {};
  }
  if (function.starts_with("new ")) {
    return std::string(function);
  }
  return std::string(function.substr(function.rfind('.') + 1));
}

std::string ruby_name(std::string_view function) {
  for (const std::string_view within : {"block", "rescue in ", "ensure in "}) {
    while (function.starts_with(within)) {
      const std::size_t in = function.find(" in ");
      if (in == std::string_view::npos) {
        return std::string(function);
      }
      function.remove_prefix(in + 4);
    }
  }
  if (function.starts_with('<')) {
    return std::string(function);
  }
  return std::string(function.substr(function.find_last_of("#.") + 1));  // npos + 1 is the start
}

/// Takes a suffix of `mark` and digits, such as `.func1` or `.2`, off.
bool take_numbered(std::string_view& name, std::string_view mark) {
  const std::size_t last = name.find_last_not_of(kDigits);
  if (last == std::string_view::npos || last + 1 == name.size() ||
      !name.substr(0, last + 1).ends_with(mark)) {
    return false;
  }
  name = name.substr(0, last + 1 - mark.size());
  return true;
}

std::string go_name(std::string_view function) {
  while (take_numbered(function, ".func") || take_numbered(function, ".gowrap") ||
         take_numbered(function, ".deferwrap") || take_numbered(function, ".")) {
  }
  std::string out(function);
  const std::size_t generic = out.find("[...]");
  return generic == std::string::npos ? out : out.erase(generic, 5);
}

std::string rust_name(std::string_view function) {
  const std::size_t hash = function.rfind("::h");
  if (hash != std::string_view::npos && function.size() - hash == 19 &&
      function.find_first_not_of("0123456789abcdef", hash + 3) == std::string_view::npos) {
    function = function.substr(0, hash);
  }
  std::string out;
  while (!function.empty()) {
    const std::size_t mark = std::min(function.find("::{"), function.find('['));
    out += function.substr(0, mark);
    if (mark == std::string_view::npos) {
      break;
    }
    const std::size_t end = function.find(function[mark] == '[' ? ']' : '}', mark);
    function.remove_prefix(end == std::string_view::npos ? function.size() : end + 1);
    function.remove_prefix(std::min(function.find_first_not_of('}'), function.size()));
  }
  return out;
}

std::string cpp_name(std::string_view function) {
  function = function.substr(0, function.find("::{lambda"));
  const std::size_t arguments = function.find('(', function.starts_with('(') ? 1 : 0);
  if (arguments != std::string_view::npos &&
      !function.substr(arguments).starts_with("(anonymous namespace)")) {
    function = function.substr(0, arguments);
  }
  return std::string(function.substr(0, function.find(" [")));
}

}  // namespace

std::string without_java_numbers(std::string_view name) {
  name = name.substr(0, name.find("/0x"));
  std::string out;
  while (!name.empty()) {
    std::string_view part = take_field(name, '$');
    const bool number = part.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
                        part.find_first_of(kDigits) != std::string_view::npos;
    if (part.starts_with("Proxy")) {
      part = part.substr(0, 5);
    }
    if (!part.empty() && !number) {
      (out += out.empty() ? "" : "$") += part;
    }
  }
  return out;
}

std::string function_name(std::string_view function, std::string_view type) {
  return type.starts_with("Python") ? python_name(function)
         : type == "Java"           ? java_name(function)
         : type == "NodeJS"         ? node_name(function)
         : type == "Ruby"           ? ruby_name(function)
         : type == "Go"             ? go_name(function)
         : type == "Rust"           ? rust_name(function)
         : type == "C++"            ? cpp_name(function)
                                    : std::string(function);
}

}  // namespace cel
