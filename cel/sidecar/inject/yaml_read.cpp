// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/yaml_read.h"

#include <fmt/format.h>
#include <yaml.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

std::string text_of(const yaml_char_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

std::string text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(text));  // NOLINT: as above
}

/// A mapping's members with those of its merge keys, where it has none of the name itself.
void merge(YamlNode& mapping) {
  std::set<std::string> names;
  std::vector<YamlNode> merged;
  std::vector<YamlNode> own;
  for (std::size_t i = 0; i + 1 < mapping.items.size(); i += 2) {
    const bool merges = mapping.items[i].plain && mapping.items[i].text() == "<<";
    std::vector<YamlNode>& to = merges ? merged : own;
    if (!merges) {
      names.emplace(mapping.items[i].text());
      to.push_back(std::move(mapping.items[i]));
    }
    to.push_back(std::move(mapping.items[i + 1]));
  }
  const auto add = [&](YamlNode& from) {
    for (std::size_t i = 0; from.is_mapping() && i + 1 < from.items.size(); i += 2) {
      if (names.emplace(from.items[i].text()).second) {
        own.push_back(std::move(from.items[i]));
        own.push_back(std::move(from.items[i + 1]));
      }
    }
  };
  for (YamlNode& each : merged) {
    if (each.is_sequence()) {
      for (YamlNode& one : each.items) {
        add(one);
      }
    } else {
      add(each);
    }
  }
  mapping.items = std::move(own);
}

/// Makes nodes of what libyaml's parser finds.
class Reader {
 public:
  explicit Reader(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) {
      throw std::bad_alloc();
    }
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what libyaml's bytes are
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { yaml_parser_delete(&parser_); }

  Result<std::vector<YamlNode>> read() {
    for (bool more = true; more;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        return Error{what_is_wrong()};
      }
      const std::unique_ptr<yaml_event_t, void (*)(yaml_event_t*)> owned(&event, yaml_event_delete);
      more = event.type != YAML_STREAM_END_EVENT;
      if (const std::optional<std::string> wrong = take(event)) {
        return Error{fmt::format("line {}: {}", event.start_mark.line + 1, *wrong)};
      }
    }
    return std::move(documents_);
  }

 private:
  struct Open {
    YamlNode node;
    std::string anchor;
  };

  std::optional<std::string> take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        anchors_.clear();
        return std::nullopt;
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event.data.scalar;
        YamlNode node;
        node.style = scalar.style;
        node.plain = scalar.plain_implicit != 0;
        node.tag = scalar.plain_implicit != 0 || scalar.quoted_implicit != 0 ? "" : text_of(scalar.tag);
        node.value = text_of(scalar.value, scalar.length);
        return close({std::move(node), text_of(scalar.anchor)});
      }
      case YAML_SEQUENCE_START_EVENT: {
        const auto& start = event.data.sequence_start;
        return open(YamlNode::Kind::sequence, start.style, start.implicit != 0 ? nullptr : start.tag,
                    text_of(start.anchor));
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& start = event.data.mapping_start;
        return open(YamlNode::Kind::mapping, start.style, start.implicit != 0 ? nullptr : start.tag,
                    text_of(start.anchor));
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: {
        Open ended = std::move(open_.back());
        open_.pop_back();
        if (ended.node.is_mapping()) {
          merge(ended.node);
        }
        return close(std::move(ended));
      }
      case YAML_ALIAS_EVENT: {
        const std::string name = text_of(event.data.alias.anchor);
        const auto found = anchors_.find(name);
        if (found == anchors_.end()) {
          return fmt::format("nothing before it has the anchor of *{}", one_line(name));
        }
        if (open_.size() + found->second.depth() > kMostYamlDepth) {
          return too_deep();
        }
        return spend(found->second.size()) ? close({found->second, ""}) : too_much();
      }
      default:
        return std::nullopt;
    }
  }

  std::optional<std::string> open(YamlNode::Kind kind, int style, const yaml_char_t* tag,
                                  std::string anchor) {
    if (open_.size() >= kMostYamlDepth) {
      return too_deep();
    }
    Open opened{{}, std::move(anchor)};
    opened.node.kind = kind;
    opened.node.style = style;
    opened.node.tag = text_of(tag);
    open_.push_back(std::move(opened));
    return std::nullopt;
  }

  /// Puts a whole node where it belongs.
  std::optional<std::string> close(Open ended) {
    if (!spend(1)) {
      return too_much();
    }
    if (!ended.anchor.empty()) {
      if (!spend(ended.node.size())) {
        return too_much();
      }
      anchors_[ended.anchor] = ended.node;
    }
    if (!open_.empty()) {
      open_.back().node.items.push_back(std::move(ended.node));
    } else if (!ended.node.is_null()) {
      documents_.push_back(std::move(ended.node));
    }
    return std::nullopt;
  }

  bool spend(std::size_t nodes) {
    const bool enough = nodes <= left_;
    left_ -= enough ? nodes : left_;
    return enough;
  }

  static std::string too_deep() {
    return fmt::format("more than {} nodes lie within each other", kMostYamlDepth);
  }

  static std::string too_much() {
    return fmt::format("these are more than {} nodes: give less at a time", kMostYamlNodes);
  }

  std::string what_is_wrong() const {
    const std::string problem = parser_.problem == nullptr ? "no YAML" : parser_.problem;
    return fmt::format("line {}: {}", parser_.problem_mark.line + 1, problem);
  }

  yaml_parser_t parser_{};
  std::size_t left_ = kMostYamlNodes;
  std::vector<Open> open_;
  std::map<std::string, YamlNode> anchors_;
  std::vector<YamlNode> documents_;
};

}  // namespace

Result<std::vector<YamlNode>> read_yaml(std::string_view text) { return Reader(text).read(); }

}  // namespace cel
