// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/configuration.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "cel/base/text.h"
#include "cel/base/toml_text.h"
#include "cel/ship/state/state_folder.h"
#include "cel/ship/to/destinations.h"

namespace cel {
namespace {

Error wrong(const toml::node& node, const std::string& sentence) {
  return Error{fmt::format("line {}: {}", node.source().begin.line, sentence)};
}

/// The values of a key as texts: one, or those of an array.
Result<std::vector<std::string>> texts_of(std::string_view key, const toml::node& node) {
  if (const auto* text = node.as_string()) {
    return std::vector<std::string>{text->get()};
  }
  if (const auto* number = node.as_integer()) {
    return std::vector<std::string>{std::to_string(number->get())};
  }
  if (const auto* flag = node.as_boolean()) {
    return std::vector<std::string>{flag->get() ? "true" : "false"};
  }
  std::vector<std::string> texts;
  if (const auto* array = node.as_array()) {
    for (const toml::node& each : *array) {
      Result<std::vector<std::string>> inner = texts_of(key, each);
      if (!inner || inner->size() != 1) {
        return inner ? wrong(each, quoted(key) + " takes no list in a list") : std::move(inner);
      }
      texts.push_back(std::move(inner->front()));
    }
    return texts;
  }
  return wrong(node, quoted(key) + " takes a text, a number, true, false, or a list of texts");
}

bool is_file_name(std::string_view name) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !name.empty() && name.find_first_not_of(kAllowed) == std::string_view::npos;
}

Result<Settings> destination_of(const toml::table& table) {
  std::optional<Settings> settings;
  for (const DestinationType& type : destination_types()) {
    if (const auto address = table[type.name].value<std::string>()) {
      if (settings) {
        return wrong(table, "two destinations in one [[to]]: " + settings->type + " and " + type.name);
      }
      Result<Settings> words = Settings::of_words(std::string(type.name) + "=" + *address);
      if (!words) {
        return wrong(table, std::string(type.name) + " has no address");
      }
      settings = std::move(*words);
    }
  }
  if (!settings) {
    return wrong(table, R"(this [[to]] has no TYPE = "ADDRESS", such as webhook = "https://example.com/")");
  }
  for (const auto& [key, node] : table) {
    Result<std::vector<std::string>> texts = texts_of(key.str(), node);
    if (!texts) {
      return Error{texts.error()};
    }
    if (key.str() == "name") {
      if (texts->size() != 1 || !is_file_name(texts->front())) {
        return wrong(node, "a name has letters, digits, '-' and '_'");
      }
      settings->name = std::move(texts->front());
      continue;
    }
    for (std::string& text : *texts) {
      if (key.str() != settings->type) {
        settings->add(std::string(key.str()), std::move(text));
      }
    }
  }
  return std::move(*settings);
}

Result<void> add_destinations(ShipConfiguration& configuration, const toml::node& node) {
  const toml::array* const tables = node.as_array();
  if (tables == nullptr) {
    return wrong(node, "a destination is a table [[to]]");
  }
  for (const toml::node& each : *tables) {
    if (!each.is_table()) {
      return wrong(each, "a destination is a table [[to]]");
    }
    Result<Settings> settings = destination_of(*each.as_table());
    if (!settings) {
      return Error{settings.error()};
    }
    configuration.destinations.push_back(std::move(*settings));
  }
  return {};
}

Result<void> add_option(ShipConfiguration& configuration, const std::string& key, const toml::node& node) {
  Result<std::vector<std::string>> texts = texts_of(key, node);
  if (!texts) {
    return Error{texts.error()};
  }
  configuration.options[key] = std::move(*texts);
  return {};
}

}  // namespace

Result<ShipConfiguration> read_ship_configuration(const std::string& path) {
  const Result<std::string> text = read_file(path);
  if (!text) {
    return Error{text.error()};
  }
  const Result<toml::table> parsed = parse_toml(*text);
  if (!parsed) {
    return Error{path + ": " + parsed.error()};
  }
  ShipConfiguration configuration;
  for (const auto& [key, node] : *parsed) {
    const std::string name(key.str());
    const Result<void> added =
        name == "to" ? add_destinations(configuration, node) : add_option(configuration, name, node);
    if (!added) {
      return Error{path + ": " + added.error()};
    }
  }
  return configuration;
}

}  // namespace cel
