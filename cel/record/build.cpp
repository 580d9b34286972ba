// SPDX-License-Identifier: Apache-2.0
#include "cel/record/build.h"

#include <cmath>
#include <limits>
#include <utility>

#include "cel/base/text.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::string_view kNoReason = "(no reason given)";
constexpr std::string_view kUnknown = "unknown";
constexpr std::size_t kLongestReason = 4096;  // bytes of a line of a text, which the backtrace has whole

std::string_view first_line(std::string_view text) {
  text = trimmed(text);
  return trimmed(text.substr(0, text.find_first_of("\r\n")));
}

/// The element as a string: what is no string is shown as JSON; what is absent, null or empty is `missing`.
void make_string(Json& object, const char* key, std::string missing) {
  const auto found = object.find(key);
  if (found == object.end()) {
    object[key] = std::move(missing);
  } else if (found->is_null() || (found->is_string() && found->get_ref<const std::string&>().empty())) {
    *found = std::move(missing);
  } else if (!found->is_string()) {
    *found = to_line(*found);
  }
}

/// ABRT's Python 3 hook sends the time as a string, others send a fraction; what cannot be a time is `now`.
std::int64_t time_of(const Json& value, std::int64_t now) {
  if (value.is_number_unsigned()) {
    const auto time = value.get<std::uint64_t>();
    return time <= std::numeric_limits<std::int64_t>::max() ? static_cast<std::int64_t>(time) : now;
  }
  if (value.is_number_float()) {
    const double time = value.get<double>();
    return time >= 0 && time < 9e18 ? static_cast<std::int64_t>(time) : now;
  }
  if (value.is_string()) {
    const auto time = whole_number(trimmed(value.get_ref<const std::string&>()), 0,
                                   std::numeric_limits<std::int64_t>::max());
    return time ? static_cast<std::int64_t>(*time) : now;
  }
  return now;
}

std::string or_unknown(const std::string& text) { return text.empty() ? std::string(kUnknown) : text; }

/// `Type: message` of an `exception` element, or nothing.
std::string reason_of_exception(const Json& object) {
  const auto exception = object.find("exception");
  if (exception == object.end() || !exception->is_object()) {
    return {};
  }
  std::string reason(string_at(*exception, "type").value_or(""));
  const std::string message(first_line(string_at(*exception, "message").value_or("")));
  if (!message.empty()) {
    reason += reason.empty() ? message : ": " + message;
  }
  return reason;
}

std::string missing_reason(const Json& object) {
  std::string reason = reason_of_exception(object);
  if (reason.empty()) {
    reason = first_line(string_at(object, "backtrace").value_or(""));
  }
  return reason.empty() ? std::string(kNoReason) : reason;
}

}  // namespace

Json record_of_text(std::string_view text, const Origin& origin) {
  Json record = Json::object();
  std::string whole = valid_utf8(text);
  const std::string reason = cut_middle(first_line(whole), kLongestReason);
  record["type"] = origin.type;
  record["executable"] = origin.executable;
  record["reason"] = reason.empty() ? std::string(kNoReason) : reason;
  record["backtrace"] = std::move(whole);
  complete_record(record, origin);
  return record;
}

void complete_record(Json& object, const Origin& origin) {
  rename_member(object, "cel");
  make_string(object, "type", or_unknown(origin.type));
  make_string(object, "executable", or_unknown(origin.executable));
  make_string(object, "reason", missing_reason(object));
  make_string(object, "backtrace", std::string(*string_at(object, "reason")));
  object["time"] = object.contains("time") ? time_of(object["time"], origin.time) : origin.time;
  if (!object.contains("uid") && origin.uid >= 0) {
    object["uid"] = origin.uid;
  }
  for (const auto& [key, value] : {std::pair("hostname", &origin.hostname), std::pair("id", &origin.id)}) {
    if (!object.contains(key) && !value->empty()) {
      object[key] = *value;
    }
  }
}

void rename_member(Json& object, std::string_view key) {
  if (!object.contains(key)) {
    return;
  }
  std::string name = "x_" + std::string(key);
  while (object.contains(name)) {
    name.insert(0, "x_");
  }
  Json renamed = Json::object();
  for (auto& [old, value] : object.items()) {
    append_member(renamed, old == key ? name : old, std::move(value));
  }
  object = std::move(renamed);
}

}  // namespace cel
