// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json_builder.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "cel/record/cut.h"

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

/// The members of the outermost object have some room of their own: a record's reason may come last.
bool JsonBuilder::admits_value() {
  std::size_t& left = bounds_.values == 0 && open_.size() == 1 ? bounds_.members : bounds_.values;
  if (left == 0) {
    return false;
  }
  --left;
  return true;
}

/// What is skipped for its depth only has been marked already.
bool JsonBuilder::skip() {
  if (!open_.empty() && bounds_.values == 0) {
    ++open_.back().left_out;
  }
  return goes_on();
}

std::string JsonBuilder::bounded(std::string text) {
  if (text.size() > bounds_.string) {
    text = keep_ends(text, bounds_.string);
  }
  const bool from_members = text.size() > bounds_.strings && open_.size() == 1;
  std::size_t& left = from_members ? bounds_.member_strings : bounds_.strings;
  if (text.size() > left) {
    return cut_marker(text.size());
  }
  left -= text.size();
  return text;
}

bool JsonBuilder::open(bool is_object) {
  if (skipped_levels_ > 0) {
    ++skipped_levels_;
    return skip();
  }
  if (!admits_value()) {
    skipped_levels_ = 1;
    return excess_ == Excess::left_out && skip();
  }
  if (open_.size() == kMaxDepth) {
    values_.emplace_back(std::move(key_), kTooDeep);
    skipped_levels_ = 1;
  } else {
    values_.emplace_back(std::move(key_), nullptr);
    open_.push_back({values_.size(), is_object, 0});
  }
  return goes_on();
}

bool JsonBuilder::close() {
  if (skipped_levels_ > 0) {
    --skipped_levels_;
    return true;
  }
  const Open closed = open_.back();
  open_.pop_back();
  if (closed.left_out > 0) {
    values_.emplace_back("…", "… " + std::to_string(closed.left_out) + " values …");
  }
  const auto begin = values_.begin() + static_cast<std::ptrdiff_t>(closed.first);
  Json whole = closed.is_object ? object_of(begin, without_duplicate_keys(begin, values_.end()))
                                : array_of(begin, values_.end());
  values_.erase(begin, values_.end());
  values_.back().second = std::move(whole);
  return true;
}

Json JsonBuilder::take_start() {
  if (input_.ends_in_string() && !open_.empty() && (!open_.back().is_object || !key_.empty())) {
    add_string(input_.take_string() + "…");
  }
  for (skipped_levels_ = 0; !open_.empty();) {
    close();
  }
  return values_.empty() ? Json() : take();
}

}  // namespace cel
