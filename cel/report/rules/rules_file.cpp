// SPDX-License-Identifier: Apache-2.0
#include "cel/report/rules/rules_file.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "cel/base/small_file.h"
#include "cel/base/text.h"
#include "cel/base/toml_text.h"

namespace cel {
namespace {

constexpr std::size_t kMostRules = 1000;
constexpr std::size_t kMostPatterns = 10'000;
constexpr std::size_t kMostOfPattern = 1024;  // bytes
constexpr std::size_t kMostOfName = 200;      // bytes
constexpr std::size_t kLargestRules = 1U << 20U;

Error at(const toml::node& node, const std::string& sentence) {
  return Error{toml_place(node.source()) + sentence};
}

/// One text, or those of a list.
Result<std::vector<std::string>> texts_in(const std::string& key, const toml::node& node) {
  std::vector<std::string> texts;
  const auto take = [&](const toml::node& each) {
    const auto* text = each.as_string();
    if (text != nullptr) {
      texts.push_back(text->get());
    }
    return text != nullptr;
  };
  if (const auto* array = node.as_array()) {
    for (const toml::node& each : *array) {
      if (!take(each)) {
        return at(each, cel::quoted(key) + " takes texts in quotes");
      }
    }
  } else if (!take(node)) {
    return at(node, cel::quoted(key) + " takes a text in quotes, or a list of texts");
  }
  for (const std::string& text : texts) {
    if (text.size() > kMostOfPattern || text.find('\0') != std::string::npos) {
      return at(node, fmt::format("{} has a text of more than {} bytes or with a null", cel::quoted(key),
                                  kMostOfPattern));
    }
  }
  return texts.empty() ? Result<std::vector<std::string>>(at(node, cel::quoted(key) + " has no text in it"))
                       : std::move(texts);
}

/// Reads one rule; counts patterns, of which a file may have so many.
class RuleReader {
 public:
  Result<GroupRule> read(const toml::table& table) {
    GroupRule rule;
    if (const Result<void> taken = take_all(table, "", rule); !taken) {
      return Error{taken.error()};
    }
    if (rule.name.empty() && rule.split_by.empty()) {
      return at(table, "this [[group]] has neither a name nor split-by, so it says nothing");
    }
    if (rule.match.empty()) {
      return at(table, R"(this [[group]] matches everything: give it a field, such as container = "shop")");
    }
    return rule;
  }

 private:
  Result<void> take_all(const toml::table& table, const std::string& before, GroupRule& rule) {
    for (const auto& [key, node] : table) {
      const std::string name = before + std::string(key.str());
      Result<void> taken =
          node.is_table() ? take_all(*node.as_table(), name + ".", rule) : take(name, node, rule);
      if (!taken) {
        return taken;
      }
    }
    return {};
  }

  Result<void> take(const std::string& key, const toml::node& node, GroupRule& rule) {
    Result<std::vector<std::string>> texts = texts_in(key, node);
    if (!texts) {
      return Error{texts.error()};
    }
    patterns_ += texts->size();
    if (patterns_ > kMostPatterns) {
      return at(node, fmt::format("there are more than {} patterns", kMostPatterns));
    }
    if (key == "name") {
      if (!node.is_string() || texts->front().empty() || texts->front().size() > kMostOfName) {
        return at(node, fmt::format("a name is one text of 1 to {} bytes", kMostOfName));
      }
      rule.name = std::move(texts->front());
    } else if (key == "split-by") {
      rule.split_by = std::move(*texts);
    } else {
      for (const std::string& text : *texts) {
        if (const Result<void> added = rule.match.add(std::string(key).append("=").append(text)); !added) {
          return at(node, added.error());
        }
      }
    }
    return {};
  }

  std::size_t patterns_ = 0;
};

}  // namespace

Result<std::vector<GroupRule>> parse_group_rules(std::string_view text) {
  const Result<toml::table> parsed = parse_toml(text);
  if (!parsed) {
    return Error{parsed.error()};
  }
  std::vector<GroupRule> rules;
  RuleReader reader;
  for (const auto& [key, node] : *parsed) {
    const toml::array* const tables = key.str() == "group" ? node.as_array() : nullptr;
    if (tables == nullptr) {
      return at(node, cel::quoted(key.str()) + " is no table of rules: each is a [[group]]");
    }
    for (const toml::node& each : *tables) {
      Result<GroupRule> rule = each.is_table() ? reader.read(*each.as_table())
                                               : Result<GroupRule>(at(each, "a rule is a table [[group]]"));
      if (!rule) {
        return Error{rule.error()};
      }
      rules.push_back(std::move(*rule));
      if (rules.size() > kMostRules) {
        return at(each, fmt::format("there are more than {} rules", kMostRules));
      }
    }
  }
  return rules;
}

Result<std::vector<GroupRule>> read_group_rules(const std::string& path, bool must_be) {
  const Result<std::optional<std::string>> text = read_small_file(path, kLargestRules);
  if (!text) {
    return Error{text.error()};
  }
  if (!*text) {
    return must_be ? Result<std::vector<GroupRule>>(Error{"cannot read " + path + ": there is no such file"})
                   : std::vector<GroupRule>();
  }
  Result<std::vector<GroupRule>> rules = parse_group_rules(**text);
  return rules ? std::move(rules) : Error{path + ": " + rules.error()};
}

}  // namespace cel
