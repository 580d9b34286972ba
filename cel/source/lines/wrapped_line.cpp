// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/wrapped_line.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/record/json.h"
#include "cel/source/lines/timestamp.h"

namespace cel {
namespace {

constexpr std::size_t kMostValues = 100'000;  // of a line of JSON: an answer of Loki's has thousands of lines
constexpr std::size_t kMostFields = 256;      // of a line, that are kept to look for time and container
constexpr int kMostLayers = 4;                // of JSON in a string of JSON
constexpr std::size_t kLongestField = 512;
constexpr std::size_t kLongestFieldPath = 64;  // more than any name that is looked for

/// A value beside or around a string. Its path is the end of its keys, from the outermost on, of which
/// letters and digits are kept in lower case: `kubernetespodname` for `{"kubernetes":{"pod_name":…}}`.
struct Field {
  std::string path;
  std::string value;
};

using Fields = std::vector<Field>;

std::string path_of(const std::string& outer, std::string_view key) {
  std::string path = outer;
  for (const char c : key.substr(key.size() - std::min(key.size(), kLongestFieldPath))) {
    if (is_letter(c) || is_digit(c)) {
      path += lower(c);
    }
  }
  return path.substr(path.size() - std::min(path.size(), kLongestFieldPath));
}

/// A time in seconds, milliseconds, microseconds or nanoseconds since 1970, which its size tells apart; 0 for
/// a number that is none after 2001.
std::int64_t epoch_time(double number) {
  for (const double unit : {1e6, 1e3, 1.0, 1e-3}) {
    if (number < 1e11 * 1e6 / unit) {
      return number >= 1e9 ? static_cast<std::int64_t>(number * unit) : 0;
    }
  }
  return 0;
}

std::int64_t said_time(const std::string& value) {
  if (const auto time = rfc3339(value)) {
    return time->time;
  }
  if (value.size() > 10 && value[10] == ' ') {  // 2026-01-31 23:59:59.123, in UTC where it does not say
    std::string text = value;
    text[10] = 'T';
    const auto time = rfc3339(text);
    const auto utc = time ? time : rfc3339(text + 'Z');
    return utc ? utc->time : 0;
  }
  const bool is_number = !value.empty() && value.find_first_not_of("0123456789.") == std::string::npos;
  return is_number ? epoch_time(std::strtod(value.c_str(), nullptr)) : 0;
}

/// The value of the innermost field whose path ends in one of the names, of which earlier ones count first.
template <std::size_t N>
std::string value_of(const Fields& fields, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names) {
    const auto found = std::find_if(fields.rbegin(), fields.rend(), [&](const Field& field) {
      return std::string_view(field.path).ends_with(name) && !field.value.empty();
    });
    if (found != fields.rend()) {
      return found->value;
    }
  }
  return {};
}

std::int64_t time_in(const Fields& fields) {
  // Of Docker, Filebeat, Vector, Fluent Bit, GCP, CloudWatch, journald, GELF; of Loki the first of a pair.
  for (const std::string_view name : {"timestamp", "time", "date", "ts", "realtimetimestamp", "0"}) {
    std::int64_t time = 0;
    if (std::any_of(fields.rbegin(), fields.rend(), [&](const Field& field) {
          time = std::string_view(field.path).ends_with(name) ? said_time(field.value) : 0;
          return time != 0;
        })) {
      return time;
    }
  }
  return 0;
}

Container container_in(const Fields& fields) {
  using Names = std::array<std::string_view, 2>;
  Container container;
  container.name =
      value_of(fields, std::array<std::string_view, 3>{"containername", "container", "servicename"});
  container.name.erase(0, container.name.starts_with('/') ? 1 : 0);  // as Docker's own drivers write it
  container.id =
      value_of(fields, std::array<std::string_view, 3>{"containeridfull", "containerid", "dockerid"});
  container.image = value_of(fields, Names{"containerimage", "imagename"});
  container.pod = value_of(fields, Names{"podname", "pod"});
  container.space = value_of(fields, Names{"namespacename", "namespace"});
  container.host = value_of(fields, std::array<std::string_view, 3>{"nodename", "hostname", "host"});
  return container;
}

/// Walks a JSON value and collects the lines with the tag.
class Walk {
 public:
  Walk(std::string_view tag, std::vector<WrappedLine>& found) : tag_(tag), found_(found) {}

  void value(const Json& value, const std::string& path, int layer) {
    if (value.is_string()) {
      text(value.get_ref<const std::string&>(), layer);
    } else if (value.is_object() || value.is_array()) {
      const std::size_t outside = fields_.size();
      add_fields(value, path, 0);
      std::size_t number = 0;
      for (auto member = value.begin(); member != value.end(); ++member) {
        this->value(*member, path_of(path, value.is_object() ? member.key() : std::to_string(number++)),
                    layer);
      }
      fields_.resize(outside);
      said_.reset();
    }
  }

 private:
  /// Takes down the short strings and numbers of an object and of those within, but not of arrays, which hold
  /// things of one kind: of these only the first string, which is Loki's time.
  void add_fields(const Json& value, const std::string& path, int depth) {
    if (value.is_array()) {
      if (!value.empty() && value[0].is_string()) {
        add_field(path_of(path, "0"), value[0]);
      }
      return;
    }
    for (auto member = value.begin(); member != value.end() && fields_.size() < kMostFields; ++member) {
      if (member->is_object() && depth < kMostLayers) {
        add_fields(*member, path_of(path, member.key()), depth + 1);
      }
    }
    for (auto member = value.begin(); member != value.end() && fields_.size() < kMostFields; ++member) {
      add_field(path_of(path, member.key()), *member);
    }
  }

  void add_field(std::string path, const Json& value) {
    said_.reset();
    if (value.is_number()) {
      fields_.push_back({std::move(path), value.dump()});
    } else if (value.is_string() && value.get_ref<const std::string&>().size() < kLongestField) {
      fields_.push_back({std::move(path), value.get<std::string>()});
    }
  }

  void text(std::string_view text, int layer) {
    while (!text.empty()) {
      const std::string_view line = take_field(text, '\n');
      if (line.find(tag_) == std::string_view::npos) {
        continue;
      }
      const std::optional<Json> inner =
          layer < kMostLayers && line.starts_with('{') ? parse_json(line, kMostValues) : std::nullopt;
      if (inner) {
        value(*inner, {}, layer + 1);
      } else {
        if (!said_) {
          said_ = WrappedLine{{}, time_in(fields_), container_in(fields_)};
        }
        found_.push_back({std::string(line), said_->time, said_->container});
      }
    }
  }

  std::string_view tag_;
  std::vector<WrappedLine>& found_;
  Fields fields_;                    // around what is walked, the innermost last
  std::optional<WrappedLine> said_;  // what they say, without a text
};

/// The JSON value in a line: the line's own, or the string of a member that stands on a line of its own.
std::optional<Json> json_in(std::string_view line) {
  for (const std::string_view prefix : {"\x1e", "data: ", "data:"}) {
    if (line.starts_with(prefix)) {
      line.remove_prefix(prefix.size());
      break;
    }
  }
  line = trimmed(line);
  if (line.ends_with(',')) {
    line.remove_suffix(1);
  }
  if (line.starts_with('{') || line.starts_with('[')) {
    return parse_json(line, kMostValues);
  }
  if (!line.starts_with('"') || !line.ends_with('"')) {
    return std::nullopt;
  }
  if (std::optional<Json> value = parse_json(line, 1)) {
    return value;
  }
  return parse_json('{' + std::string(line) + '}', 2);
}

/// The field of CSV (RFC 4180) in which the tag stands, if that is in quotes, of which each one within is
/// doubled.
std::optional<std::string> csv_field(std::string_view line, std::size_t tag) {
  const std::string_view before = line.substr(0, tag);
  std::size_t quote = before.rfind('"');
  while (quote != std::string_view::npos && quote > 0 && before[quote - 1] == '"') {
    quote = quote > 1 ? before.rfind('"', quote - 2) : std::string_view::npos;
  }
  if (quote == std::string_view::npos ||
      (quote > 0 && line[quote - 1] != ',' && line[quote - 1] != ';' && line[quote - 1] != '\t')) {
    return std::nullopt;
  }
  std::string field;
  for (std::size_t at = quote + 1; at < line.size(); ++at) {
    if (line[at] == '"' && ++at < line.size() && line[at] != '"') {
      return field;
    }
    if (at < line.size()) {
      field += line[at];
    }
  }
  return line.ends_with('"') ? std::optional(std::move(field)) : std::nullopt;
}

std::int64_t time_in_csv(std::string_view line) {
  while (!line.empty()) {
    std::string_view field = take_field(line, ',');
    if (field.starts_with('"') && field.ends_with('"') && field.size() > 1) {
      field = field.substr(1, field.size() - 2);
    }
    if (const std::int64_t time = field.size() < 40 ? said_time(std::string(field)) : 0; time != 0) {
      return time;
    }
  }
  return 0;
}

}  // namespace

std::vector<WrappedLine> wrapped_lines(std::string_view line, std::string_view tag) {
  std::vector<WrappedLine> found;
  const std::size_t at = tag.empty() ? std::string_view::npos : line.find(tag);
  if (at == std::string_view::npos) {
    return found;
  }
  if (const std::optional<Json> value = json_in(line)) {
    Walk(tag, found).value(*value, {}, 0);
  } else if (line.find("{\"\"", at) != std::string_view::npos) {
    if (std::optional<std::string> field = csv_field(line, at)) {
      found.push_back({std::move(*field), time_in_csv(line.substr(0, at)), {}});
    }
  }
  return found;
}

}  // namespace cel
