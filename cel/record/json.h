// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/clock.h"

namespace cel {

/// A JSON value whose objects keep their keys' order.
using Json = nlohmann::ordered_json;

/// The members of an object, in order, for what must not search by key.
using Members = Json::object_t::Container;

/// Arrays and objects nested deeper than this are replaced by the string kTooDeep, so that no input can
/// exhaust the stack of whatever walks the value afterwards.
inline constexpr std::size_t kMaxDepth = 100;
inline constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);
inline constexpr std::string_view kTooDeep = "… nested deeper than 100 …";

/// How much of a text is kept. What is beyond is left out and marked in its place: of strings the middle, of
/// objects and arrays the last values.
struct JsonBounds {
  std::size_t values = kNoLimit;
  std::size_t string = kNoLimit;    ///< bytes of any string, at least 256
  std::size_t strings = kNoLimit;   ///< bytes of all strings but short ones
  std::size_t members = 0;          ///< values of the outermost object, once `values` is used up
  std::size_t member_strings = 0;   ///< bytes of its strings, once `strings` is used up
  const Deadline* until = nullptr;  ///< when to give up
};

/// The one JSON value (RFC 8259) that `text` is, white space around it allowed; nothing when it is anything
/// else. Takes memory in proportion to `text` and time in proportion to it too, whatever it holds. The last
/// of several equal keys wins. Whole numbers beyond 64 bits become strings of their digits, since no JSON
/// number of ours could carry them unchanged. Nothing, too, when there are more than `max_values` values in
/// it, each of which takes some 50 bytes of memory however short it is.
std::optional<Json> parse_json(std::string_view text, std::size_t max_values = kNoLimit);

/// The same for what is JSON or nearly so (Dialect::nearly).
std::optional<Json> parse_nearly_json(std::string_view text, std::size_t max_values = kNoLimit);

/// The same within bounds, be it JSON or nearly so; nothing, too, when the time is over.
std::optional<Json> parse_bounded_json(std::string_view text, const JsonBounds& bounds);

/// What there is of the value that `text` is the start of; null where there is nothing.
Json parse_start_of_json(std::string_view text, const JsonBounds& bounds);

/// Memory that `value` takes, about, in bytes.
std::size_t memory_of(const Json& value);

/// `value` on one line of pure ASCII, without control characters. Its strings are valid UTF-8, or what is not
/// is replaced.
std::string to_line(const Json& value);

/// Bytes of to_line(value), whose strings are valid UTF-8, without making it.
std::size_t line_size(const Json& value);

/// Whether to_line(value) has at most `limit` bytes, as far as a quick look tells; false where it takes
/// line_size() to know.
bool surely_fits(const Json& value, std::size_t limit);

/// Bytes that `text`, valid UTF-8, takes between the quotes in to_line().
std::size_t escaped_size(std::string_view text);

/// The string under `key` of `object`; nothing when there is none or it is not a string. The view is into the
/// object.
std::optional<std::string_view> string_at(const Json& object, std::string_view key);

/// The whole number, not negative, under `key` of `object`, if there is one.
std::optional<std::uint64_t> number_at(const Json& object, std::string_view key);

/// An empty object with room for so many members: one that grows beyond its room copies all that it holds.
Json object_with_room(std::size_t members);

/// Appends a member to `object`, which must not have the key yet: assigning by key would search all the
/// others first.
void append_member(Json& object, std::string key, Json value);

}  // namespace cel
