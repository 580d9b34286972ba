// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/yaml_write.h"

#include <yaml.h>

#include <new>
#include <string_view>

namespace cel {
namespace {

/// libyaml takes bytes that it only reads as bytes that it might write.
yaml_char_t* bytes_of(const std::string& text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast, cppcoreguidelines-pro-type-reinterpret-cast)
  return text.empty() ? nullptr : reinterpret_cast<yaml_char_t*>(const_cast<char*>(text.data()));
}

int append(void* text, unsigned char* bytes, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what libyaml's bytes are
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), size);
  return 1;
}

/// Whether JSON has the plain scalar without quotes.
bool is_json_word(const std::string& value) {
  return value == "true" || value == "false" || value == "null" ||
         (!value.empty() && value.find_first_not_of("0123456789+-.eE") == std::string::npos &&
          value.find_first_of("0123456789") != std::string::npos);
}

class Writer {
 public:
  explicit Writer(std::string& text) {
    if (yaml_emitter_initialize(&emitter_) == 0) {
      throw std::bad_alloc();
    }
    yaml_emitter_set_output(&emitter_, append, &text);
    yaml_emitter_set_unicode(&emitter_, 1);
    yaml_emitter_set_width(&emitter_, -1);  // a line that is folded anew is a difference for nothing
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { yaml_emitter_delete(&emitter_); }

  bool write(const std::vector<YamlNode>& documents) {
    yaml_event_t event;
    if (yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) == 0 || !emit(event)) {
      return false;
    }
    for (const YamlNode& document : documents) {
      json_ = document.is_mapping() && document.style == YAML_FLOW_MAPPING_STYLE;
      const bool first = &document == &documents.front();
      if (yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, first ? 1 : 0) == 0 ||
          !emit(event) || !node(document) || yaml_document_end_event_initialize(&event, 1) == 0 ||
          !emit(event)) {
        return false;
      }
    }
    return yaml_stream_end_event_initialize(&event) != 0 && emit(event);
  }

  const char* problem() const { return emitter_.problem == nullptr ? "no memory" : emitter_.problem; }

 private:
  bool emit(yaml_event_t& event) { return yaml_emitter_emit(&emitter_, &event) != 0; }

  bool node(const YamlNode& from) {
    if (from.kind == YamlNode::Kind::scalar) {
      return scalar(from);
    }
    yaml_event_t event;
    const int implicit = from.tag.empty() ? 1 : 0;
    const int made =
        from.is_mapping()
            ? yaml_mapping_start_event_initialize(&event, nullptr, bytes_of(from.tag), implicit,
                                                  static_cast<yaml_mapping_style_t>(from.style))
            : yaml_sequence_start_event_initialize(&event, nullptr, bytes_of(from.tag), implicit,
                                                   static_cast<yaml_sequence_style_t>(from.style));
    if (made == 0 || !emit(event)) {
      return false;
    }
    const bool flows =
        from.is_mapping() ? from.style == YAML_FLOW_MAPPING_STYLE : from.style == YAML_FLOW_SEQUENCE_STYLE;
    flow_ += flows ? 1 : 0;
    for (const YamlNode& item : from.items) {
      if (!node(item)) {
        return false;
      }
    }
    flow_ -= flows ? 1 : 0;
    return (from.is_mapping() ? yaml_mapping_end_event_initialize(&event)
                              : yaml_sequence_end_event_initialize(&event)) != 0 &&
           emit(event);
  }

  bool scalar(const YamlNode& from) {
    static const std::string null = "null";
    // Within braces libyaml writes an empty plain scalar as an empty text.
    const std::string& value = flow_ > 0 && from.plain && from.value.empty() ? null : from.value;
    const bool quotes = json_ && from.tag.empty() && !(from.plain && is_json_word(value));
    const auto style =
        quotes ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : static_cast<yaml_scalar_style_t>(from.style);
    static const std::string empty(1, '\0');
    yaml_event_t event;
    return yaml_scalar_event_initialize(
               &event, nullptr, bytes_of(from.tag), bytes_of(value.empty() ? empty : value),
               static_cast<int>(value.size()), from.tag.empty() && from.plain ? 1 : 0,
               from.tag.empty() ? 1 : 0, style) != 0 &&
           emit(event);
  }

  yaml_emitter_t emitter_{};
  bool json_ = false;
  int flow_ = 0;
};

}  // namespace

Result<std::string> write_yaml(const std::vector<YamlNode>& documents) {
  std::string text;
  Writer writer(text);
  if (!writer.write(documents)) {
    return Error{std::string("cannot write it: ") + writer.problem()};
  }
  return text;
}

}  // namespace cel
