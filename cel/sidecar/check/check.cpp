// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/check/check.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <optional>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/span.h"
#include "cel/base/text.h"
#include "cel/record/json.h"
#include "cel/sidecar/check/web_get.h"
#include "cel/sidecar/ready.h"
#include "cel/sidecar/volume.h"

namespace cel {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostQuoted = 100;  // bytes of a value in a sentence
constexpr std::size_t kMostValues = 100'000;

const Json* member_of(const Json& value, std::string_view key) {
  if (value.is_object()) {
    const auto found = value.find(key);
    return found == value.end() ? nullptr : &*found;
  }
  const auto index = whole_number(key, 0, kMostValues);
  return value.is_array() && index && *index < value.size() ? &value[*index] : nullptr;
}

std::string shown(std::string_view text) {
  return cel::quoted(one_line(text.substr(0, kMostQuoted))) + (text.size() > kMostQuoted ? "…" : "");
}

Result<milliseconds> span(std::string_view option, const std::string& text) {
  const auto found = span_of(text);
  return found ? Result(*found)
               : Error{fmt::format("{} takes a time such as 60s, 500ms or 5m, not {}", option,
                                   cel::quoted(one_line(text)))};
}

Result<void> check_file(const std::string& path, const std::string& max_age) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    return Error{fmt::format("{}: {}", one_line(path), errno_text(errno))};
  }
  if (max_age.empty()) {
    return {};
  }
  const Result<milliseconds> most = span("--max-age", max_age);
  if (!most) {
    return Error{most.error()};
  }
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const milliseconds age(((now.tv_sec - status.st_mtim.tv_sec) * 1000) +
                         ((now.tv_nsec - status.st_mtim.tv_nsec) / 1'000'000));
  return age <= *most ? Result<void>()
                      : Error{fmt::format("{} was changed {} s ago, which is longer than {}", one_line(path),
                                          age.count() / 1000, max_age)};
}

Result<void> check_http(const Checks& checks, milliseconds timeout) {
  const Result<WebPlace> place = web_place(checks.http);
  if (!place) {
    return Error{place.error()};
  }
  const std::string url = one_line(checks.http);
  const Result<WebAnswer> answer = web_get(*place, Deadline::after(timeout));
  if (!answer) {
    return Error{fmt::format("{}: {}", url, answer.error())};
  }
  if (answer->status < 200 || answer->status > 299) {
    return Error{fmt::format("{} answers with status {}", url, answer->status)};
  }
  for (const std::string& each : checks.equals) {
    std::string_view value = each;
    const std::string_view path = take_field(value, '=');
    if (const Result<void> equal = check_json(answer->body, path, value); !equal) {
      return Error{fmt::format("{}: {}", url, equal.error())};
    }
  }
  return {};
}

}  // namespace

Result<void> check_json(std::string_view text, std::string_view path, std::string_view value) {
  const std::optional<Json> document = parse_json(text, kMostValues);
  if (!document) {
    return Error{"its answer is no JSON"};
  }
  const Json* found = &*document;
  for (std::string_view rest = path; found != nullptr && !rest.empty();) {
    found = member_of(*found, take_field(rest, '.'));
  }
  if (found == nullptr) {
    return Error{fmt::format("its answer has no {}", one_line(path))};
  }
  const std::string is = found->is_string() ? found->get<std::string>() : to_line(*found);
  return is == value ? Result<void>()
                     : Error{fmt::format("{} is {}, not {}", one_line(path), shown(is), shown(value))};
}

Result<void> check(const Checks& checks) {
  if (checks.http.empty() && checks.files.empty() && checks.ready.empty()) {
    return Error{"check needs something to check: --http URL, --file PATH or --ready DIR"};
  }
  const Result<milliseconds> timeout = span("--timeout", checks.timeout);
  if (!timeout) {
    return Error{timeout.error()};
  }
  for (const std::string& each : checks.equals) {
    if (each.find('=') == std::string::npos) {
      return Error{fmt::format("--json-equals takes PATH=VALUE, not {}", cel::quoted(one_line(each)))};
    }
  }
  if (!checks.ready.empty()) {
    const Result<Volume> volume = Volume::open(checks.ready);
    if (const Result<void> ready = volume ? check_ready(*volume) : Error{volume.error()}; !ready) {
      return Error{ready.error()};
    }
  }
  for (const std::string& file : checks.files) {
    if (Result<void> fresh = check_file(file, checks.max_age); !fresh) {
      return fresh;
    }
  }
  return checks.http.empty() ? Result<void>() : check_http(checks, *timeout);
}

}  // namespace cel
