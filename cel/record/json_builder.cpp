// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json_builder.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace cel {
namespace {

constexpr std::ptrdiff_t kFewKeys = 16;  // so few are compared with each other faster than hashed

template <typename Iterator>
bool all_differ(Iterator begin, Iterator end) {
  for (Iterator one = begin; one != end; ++one) {
    if (std::any_of(begin, one, [&](const auto& other) { return other.first == one->first; })) {
      return false;
    }
  }
  return true;
}

/// Keeps the first place and the last value of every key; returns the end of what is left. ordered_map looks
/// a key up by walking all of them, which is quadratic: a hostile object of a million keys would take hours.
template <typename Iterator>
Iterator without_duplicate_keys(Iterator begin, Iterator end) {
  if (end - begin <= kFewKeys && all_differ(begin, end)) {
    return end;
  }
  std::unordered_map<std::string_view, Iterator> places;
  places.reserve(static_cast<std::size_t>(end - begin));
  std::vector<bool> duplicate;
  for (Iterator one = begin; one != end; ++one) {
    const auto [place, is_new] = places.try_emplace(one->first, one);
    duplicate.push_back(!is_new);
    if (!is_new) {
      place->second->second = std::move(one->second);
    }
  }
  auto is_duplicate = duplicate.begin();
  return std::remove_if(begin, end, [&](const auto& /*value*/) { return *is_duplicate++; });
}

template <typename Iterator>
Json object_of(Iterator begin, Iterator end) {
  Json::object_t object;
  Members& members = object;
  members.reserve(static_cast<std::size_t>(end - begin));
  for (; begin != end; ++begin) {
    members.emplace_back(std::move(begin->first), std::move(begin->second));
  }
  return object;
}

template <typename Iterator>
Json array_of(Iterator begin, Iterator end) {
  Json::array_t array;
  array.reserve(static_cast<std::size_t>(end - begin));
  for (; begin != end; ++begin) {
    array.push_back(std::move(begin->second));
  }
  return array;
}

}  // namespace

bool JsonBuilder::open() {
  if (!spend_value()) {
    return false;
  }
  if (too_deep_ > 0) {
    ++too_deep_;
  } else if (open_.size() == kMaxDepth) {
    values_.emplace_back(std::move(key_), kTooDeep);
    too_deep_ = 1;
  } else {
    values_.emplace_back(std::move(key_), nullptr);
    open_.push_back(values_.size());
  }
  return true;
}

bool JsonBuilder::close(bool object) {
  if (too_deep_ > 0) {
    --too_deep_;
    return true;
  }
  const auto begin = values_.begin() + static_cast<std::ptrdiff_t>(open_.back());
  open_.pop_back();
  Json whole = object ? object_of(begin, without_duplicate_keys(begin, values_.end()))
                      : array_of(begin, values_.end());
  values_.erase(begin, values_.end());
  values_.back().second = std::move(whole);
  return true;
}

}  // namespace cel
