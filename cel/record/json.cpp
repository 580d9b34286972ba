// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json.h"

#include <algorithm>

#include "cel/record/escaped_byte.h"
#include "cel/record/json_builder.h"
#include "cel/record/json_input.h"

namespace cel {
namespace {

using Excess = JsonBuilder::Excess;

/// Called in one place only, sax_parse() is compiled without its readers of binary formats.
bool read(JsonInput& input, JsonBuilder& builder) {
  return Json::sax_parse(input.begin(), input.end(), &builder);
}

std::optional<Json> parse(std::string_view text, Dialect dialect, const JsonBounds& bounds, Excess excess) {
  JsonInput input(text, dialect);
  JsonBuilder builder(input, bounds, excess);
  if (!read(input, builder)) {
    return std::nullopt;
  }
  return builder.take();
}

JsonBounds values(std::size_t max_values) {
  JsonBounds bounds;
  bounds.values = max_values;
  return bounds;
}

}  // namespace

std::optional<Json> parse_json(std::string_view text, std::size_t max_values) {
  return parse(text, Dialect::strict, values(max_values), Excess::refused);
}

std::optional<Json> parse_nearly_json(std::string_view text, std::size_t max_values) {
  return parse(text, Dialect::nearly, values(max_values), Excess::refused);
}

std::optional<Json> parse_bounded_json(std::string_view text, const JsonBounds& bounds) {
  std::optional<Json> value = parse(text, Dialect::strict, bounds, Excess::left_out);
  if (!value && (bounds.until == nullptr || !bounds.until->passed())) {
    value = parse(text, Dialect::nearly, bounds, Excess::left_out);
  }
  return value;
}

Json parse_start_of_json(std::string_view text, const JsonBounds& bounds) {
  JsonInput input(text, Dialect::nearly);
  JsonBuilder builder(input, bounds, Excess::left_out);
  return read(input, builder) ? builder.take() : builder.take_start();
}

std::size_t memory_of(const Json& value) {
  std::size_t size = sizeof(Json);
  if (value.is_string()) {
    size += sizeof(std::string) + value.get_ref<const std::string&>().capacity();
  } else if (value.is_array()) {
    const auto& array = value.get_ref<const Json::array_t&>();
    size += sizeof(Json::array_t);
    for (const Json& element : array) {
      size += memory_of(element);
    }
  } else if (value.is_object()) {
    const Members& members = value.get_ref<const Json::object_t&>();
    size += sizeof(Members);
    for (const auto& [key, element] : members) {
      size += sizeof(std::string) + key.capacity() + memory_of(element);
    }
  }
  return size;
}

std::string to_line(const Json& value) { return value.dump(-1, ' ', true, Json::error_handler_t::replace); }

std::size_t line_size(const Json& value) {
  if (value.is_string()) {
    return 2 + escaped_size(value.get_ref<const std::string&>());
  }
  if (!value.is_structured()) {
    return to_line(value).size();
  }
  std::size_t size = value.empty() ? 2 : 1 + value.size();  // brackets, and commas between
  if (value.is_array()) {
    for (const Json& element : value.get_ref<const Json::array_t&>()) {
      size += line_size(element);
    }
    return size;
  }
  for (const auto& [key, element] : value.get_ref<const Json::object_t&>()) {
    size += 3 + escaped_size(key) + line_size(element);
  }
  return size;
}

namespace {

constexpr std::size_t kLongestEscape = 6;  // of a byte
constexpr std::size_t kLongestOther = 32;  // a number, and what stands around any value

/// Takes what a value may need of `left`; false where that is not enough.
bool take_size(const Json& value, std::size_t& left) {
  const auto take = [&left](std::size_t size) {
    const bool fits = size <= left;
    left -= fits ? size : 0;
    return fits;
  };
  const std::size_t text = value.is_string() ? value.get_ref<const std::string&>().size() : 0;
  if (!take(kLongestOther + text * kLongestEscape)) {
    return false;
  }
  if (value.is_array()) {
    const auto& array = value.get_ref<const Json::array_t&>();
    return std::all_of(array.begin(), array.end(), [&](const Json& one) { return take_size(one, left); });
  }
  if (value.is_object()) {
    const Members& members = value.get_ref<const Json::object_t&>();
    return std::all_of(members.begin(), members.end(), [&](const auto& one) {
      return take(one.first.size() * kLongestEscape) && take_size(one.second, left);
    });
  }
  return true;
}

}  // namespace

bool surely_fits(const Json& value, std::size_t limit) { return take_size(value, limit); }

std::size_t escaped_size(std::string_view text) {
  std::size_t size = 0;
  for (const char byte : text) {
    size += escaped_size(byte);
  }
  return size;
}

std::optional<std::string_view> string_at(const Json& object, std::string_view key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    return std::nullopt;
  }
  return found->get_ref<const std::string&>();
}

std::optional<std::uint64_t> number_at(const Json& object, std::string_view key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) {
    return std::nullopt;
  }
  if (!found->is_number_unsigned() && found->get<std::int64_t>() < 0) {
    return std::nullopt;
  }
  return found->get<std::uint64_t>();
}

Json object_with_room(std::size_t members) {
  Json object = Json::object();
  object.get_ref<Json::object_t&>().reserve(members);
  return object;
}

void append_member(Json& object, std::string key, Json value) {
  static_cast<Members&>(object.get_ref<Json::object_t&>()).emplace_back(std::move(key), std::move(value));
}

}  // namespace cel
