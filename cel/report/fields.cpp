// SPDX-License-Identifier: Apache-2.0
#include "cel/report/fields.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cel/report/group_id.h"
#include "cel/report/names.h"
#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::size_t kMostOfField = 1000;
constexpr std::size_t kMostOfValue = 16U << 10U;

struct Attested {
  const char* name;
  std::string Container::*value;
};
constexpr std::array<Attested, 9> kAttested{{{"container", &Container::name},
                                             {"engine", &Container::engine},
                                             {"image", &Container::image},
                                             {"pod", &Container::pod},
                                             {"namespace", &Container::space},
                                             {"unit", &Container::unit},
                                             {"user", &Container::user},
                                             {"host", &Container::host},
                                             {"log", &Container::log}}};

/// The element of the record that `path` leads to, as text.
std::string element(const Json& record, std::string_view path) {
  const Json* value = &record;
  while (true) {
    const std::size_t dot = path.find('.');
    const auto found = value->is_object() ? value->find(path.substr(0, dot)) : value->end();
    if (!value->is_object() || found == value->end()) {
      return {};
    }
    value = &*found;
    if (dot == std::string_view::npos) {
      return value->is_string() ? value->get<std::string>() : to_line(*value);
    }
    path.remove_prefix(dot + 1);
  }
}

bool is_of_exception(const std::string& name) {
  return name == "exception" || name == "message" || name == "file" || name == "module" || name == "function";
}

bool is_of_frame(const std::string& name) { return name == "file" || name == "module" || name == "function"; }

void add_value(std::vector<std::string>& values, const Json& object, const std::string& key) {
  if (const auto text = object.is_object() ? string_at(object, key) : std::nullopt) {
    if (values.size() < kMostOfField && std::find(values.begin(), values.end(), *text) == values.end()) {
      values.emplace_back(*text);
    }
  }
}

/// What the exceptions hold under the name, the raised one's first, of its frames the nearest to the crash.
std::vector<std::string> values_in(const Json& exceptions, const std::string& name) {
  std::vector<std::string> values;
  for (const Json& exception : exceptions) {
    if (!is_of_frame(name)) {
      add_value(values, exception, name == "exception" ? "type" : name);
      continue;
    }
    const auto frames = exception.is_object() ? exception.find("frames") : exception.end();
    if (exception.is_object() && frames != exception.end() && frames->is_array()) {
      for (auto frame = frames->rbegin(); frame != frames->rend(); ++frame) {
        add_value(values, *frame, name);
      }
    }
  }
  return values;
}

/// Without the rest of a character at the end: fnmatch(3) takes no text that is not whole.
void cut_value(std::string& value) {
  if (value.size() > kMostOfValue) {
    std::size_t end = kMostOfValue;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    value.resize(end);
  }
}

bool is_version(std::string_view text) {
  text.remove_prefix(text.starts_with('v') ? 1 : 0);
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

}  // namespace

GroupId group_of_error(const Report& report) {
  std::string fingerprint = fingerprint_of(report.record);
  return {fingerprint, {}, {}, fingerprint};
}

std::string version_of(const Report& report) {
  const std::string& image = report.container->image;
  const std::size_t colon = image.rfind(':');
  const std::string_view tag = colon == std::string::npos || image.find('/', colon) != std::string::npos ||
                                       image.find('@') != std::string::npos
                                   ? std::string_view()
                                   : std::string_view(image).substr(colon + 1);
  return is_version(tag) ? std::string(tag) : element(report.record, "version");
}

const Json& ReportFields::exceptions() {
  if (std::exchange(looked_, true)) {
    return exceptions_;
  }
  const auto own = report_.record.find("exceptions");
  if (own != report_.record.end() && own->is_array() && !own->empty()) {
    exceptions_ = *own;
  } else if (auto trace = parse_trace(string_at(report_.record, "backtrace").value_or(""),
                                      string_at(report_.record, "type").value_or(""))) {
    exceptions_ = std::move(trace->exceptions);
  }
  return exceptions_;
}

std::vector<std::string> ReportFields::made(const std::string& name) {
  for (const Attested& attested : kAttested) {
    if (name == attested.name) {
      std::vector<std::string> values{(*report_.container).*attested.value};
      if (name == "user") {
        values.push_back(user_name(*report_.container));
      }
      return values;
    }
  }
  if (name == "id") {
    return {report_.id};
  }
  if (name == "fingerprint") {
    return {fingerprint_of(report_.record)};
  }
  if (name == "version") {
    return {version_of(report_), element(report_.record, name)};
  }
  std::vector<std::string> values =
      is_of_exception(name) ? values_in(exceptions(), name) : std::vector<std::string>();
  if (values.empty() || report_.record.contains(name)) {
    values.push_back(element(report_.record, name));
  }
  return values;
}

const std::vector<std::string>& ReportFields::values(const std::string& name) {
  const auto known = values_.find(name);
  if (known != values_.end()) {
    return known->second;
  }
  std::vector<std::string> values = made(name);
  std::for_each(values.begin(), values.end(), cut_value);
  return values_.emplace(name, std::move(values)).first->second;
}

const std::string& ReportFields::fingerprint() { return values("fingerprint").front(); }

}  // namespace cel
