// SPDX-License-Identifier: Apache-2.0
//
// Of a kubelet's configuration one value is wanted, which stands on a line of its own: no reader of YAML is
// needed for it.
#include <string>

#include "cel/base/text.h"
#include "cel/record/json.h"
#include "cel/source/engines/engine_folders.h"

namespace cel {
namespace {

constexpr std::string_view kKey = "podLogsDir";
constexpr std::size_t kMostKubeletSettings = 65'536;

Error not_read() {
  return Error{std::string(kKey) + " is not written as a plain or quoted text; name the folder by --cri=DIR"};
}

/// What stands behind `key:` at the beginning of a line; nothing: it is another line.
std::optional<std::string_view> behind_key(std::string_view line) {
  for (const std::string_view quote : {"", "\"", "'"}) {
    std::string_view rest = line;
    if (rest.starts_with(quote) && rest.substr(quote.size()).starts_with(kKey)) {
      rest.remove_prefix(quote.size() + kKey.size());
      if (rest.starts_with(quote)) {
        rest = trimmed(rest.substr(quote.size()));
        if (rest.starts_with(':') && (rest.size() == 1 || rest[1] == ' ' || rest[1] == '\t')) {
          return trimmed(rest.substr(1));
        }
      }
    }
  }
  return std::nullopt;
}

/// A scalar of one line, in one of YAML's three styles (YAML 1.2, 7.3).
Result<std::optional<std::string>> scalar(std::string_view text) {
  constexpr std::string_view kIndicators = "|>&*!{[%@`";  // what begins something else
  if (text.starts_with('"') || text.starts_with('\'')) {
    const std::size_t end = text.find(text[0], 1);
    const std::string_view inner = text.substr(1, end == std::string_view::npos ? 0 : end - 1);
    const std::string_view rest = end == std::string_view::npos ? "?" : trimmed(text.substr(end + 1));
    return (rest.empty() || rest[0] == '#') && inner.find('\\') == std::string_view::npos
               ? Result(std::optional(std::string(inner)))
               : not_read();
  }
  if (!text.empty() && kIndicators.find(text[0]) != std::string_view::npos) {
    return not_read();
  }
  const std::size_t comment = text.starts_with('#') ? 0 : std::min(text.find(" #"), text.find("\t#"));
  const std::string_view plain = trimmed(text.substr(0, comment));
  return plain.empty() || plain == "null" || plain == "~" ? std::optional<std::string>()
                                                          : std::optional(std::string(plain));
}

}  // namespace

Result<std::optional<std::string>> pod_logs_folder_in(std::string_view configuration) {
  if (trimmed(configuration).starts_with('{')) {
    const std::optional<Json> object = parse_json(configuration, kMostKubeletSettings);
    if (!object || !object->is_object()) {
      return Error{"it is no object of JSON"};
    }
    const auto value = string_at(*object, kKey);
    return object->contains(std::string(kKey)) && !value
               ? not_read()
               : Result(value ? std::optional(std::string(*value)) : std::nullopt);
  }
  while (!configuration.empty()) {
    if (const auto value = behind_key(take_field(configuration, '\n'))) {
      return scalar(*value);
    }
  }
  return std::optional<std::string>();
}

}  // namespace cel
