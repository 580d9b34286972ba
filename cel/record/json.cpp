// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kFewKeys = 16;  // so few are compared with each other faster than hashed

bool all_differ(const Members& members) {
  for (auto one = members.begin(); one != members.end(); ++one) {
    if (std::any_of(members.begin(), one, [&](const auto& other) { return other.first == one->first; })) {
      return false;
    }
  }
  return true;
}

/// Keeps the first place and the last value of every key. ordered_map looks a key up by walking all of them,
/// which is quadratic: a hostile object of a million keys would take hours.
void drop_duplicate_keys(Json::object_t& object) {
  if (object.size() <= kFewKeys && all_differ(object)) {
    return;
  }
  std::unordered_map<std::string_view, std::size_t> places;
  places.reserve(object.size());
  std::vector<std::size_t> unique;
  for (std::size_t i = 0; i < object.size(); ++i) {
    Members& members = object;
    const auto [place, is_new] = places.try_emplace(members[i].first, unique.size());
    if (is_new) {
      unique.push_back(i);
    } else {
      members[unique[place->second]].second = std::move(members[i].second);
    }
  }
  if (unique.size() == object.size()) {
    return;
  }
  Json::object_t kept;
  kept.reserve(unique.size());
  for (const std::size_t i : unique) {
    Members& members = object;
    static_cast<Members&>(kept).emplace_back(members[i].first, std::move(members[i].second));
  }
  object = std::move(kept);
}

/// Builds a Json from the parser's events. nlohmann's own builder would do, were it not for depth and
/// duplicate keys.
class Builder {
 public:
  explicit Builder(std::size_t max_values) : values_left_(max_values) {}

  Json take() { return std::move(root_); }

  // The names and signatures are those of nlohmann's SAX interface.
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool number_float(Json::number_float_t value, const std::string& digits) {
    const bool whole = digits.find_first_of(".eE") == std::string::npos;
    return whole ? add(digits) : add(value);
  }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) { return false; }
  bool key(std::string& value) {
    key_ = std::move(value);
    return true;
  }
  bool start_object(std::size_t /*size*/) { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) { return open(Json::array()); }
  bool end_object() {
    if (too_deep_ == 0 && open_.back()->size() > 1) {
      drop_duplicate_keys(open_.back()->get_ref<Json::object_t&>());
    }
    return close();
  }
  bool end_array() { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return false;
  }

 private:
  template <typename Value>
  Json* place(Value&& value) {
    if (open_.empty()) {
      root_ = Json(std::forward<Value>(value));
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) {
      return &parent.get_ref<Json::array_t&>().emplace_back(std::forward<Value>(value));
    }
    Members& members = parent.get_ref<Json::object_t&>();
    return &members.emplace_back(std::move(key_), std::forward<Value>(value)).second;
  }

  bool spend_value() {
    if (values_left_ == 0) {
      return false;
    }
    --values_left_;
    return true;
  }

  template <typename Value>
  bool add(Value&& value) {
    if (!spend_value()) {
      return false;
    }
    if (too_deep_ == 0) {
      place(std::forward<Value>(value));
    }
    return true;
  }

  bool open(Json container) {
    if (!spend_value()) {
      return false;
    }
    if (too_deep_ > 0 || open_.size() == kMaxDepth) {
      if (too_deep_++ == 0) {
        place(std::string(kTooDeep));
      }
      return true;
    }
    // A pointer into a parent stays valid: the parent grows only after this child was closed.
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    if (too_deep_ > 0) {
      --too_deep_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  Json root_;
  std::vector<Json*> open_;
  std::string key_;
  std::size_t values_left_;
  std::size_t too_deep_ = 0;  // how many levels below kMaxDepth the parser is
};

}  // namespace

std::optional<Json> parse_json(std::string_view text, std::size_t max_values) {
  Builder builder(max_values);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    return std::nullopt;
  }
  return builder.take();
}

std::string to_line(const Json& value) { return value.dump(-1, ' ', true, Json::error_handler_t::replace); }

std::size_t escaped_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      size += byte == '"' || byte == '\\' ? 2 : 1;
    } else if (byte < 0x20) {
      size += std::string_view("\b\t\n\f\r").find(c) != std::string_view::npos ? 2 : 6;
    } else if (byte == 0x7F || (byte >= 0xC0 && byte < 0xF0)) {
      size += 6;  // `\uNNNN` for the whole character
    } else if (byte >= 0xF0) {
      size += 12;  // a surrogate pair
    }
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

void append_member(Json& object, std::string key, Json value) {
  static_cast<Members&>(object.get_ref<Json::object_t&>()).emplace_back(std::move(key), std::move(value));
}

}  // namespace cel
