// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/syslog_message.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "cel/base/text.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kLongestHost = 255;
constexpr std::size_t kLongestApplication = 48;
constexpr std::size_t kLongestProcess = 128;
constexpr std::size_t kLongestMessageId = 32;
constexpr std::size_t kLongestParameter = 256;  // escaped
constexpr std::size_t kLeastText = 256;         // of kLeastSyslogMessage, what header and parameters leave

/// A field of the header: printable ASCII without spaces.
std::string header_field(std::string_view value, std::size_t most) {
  std::string field(value.substr(0, most));
  std::replace_if(
      field.begin(), field.end(), [](char each) { return each <= ' ' || each > '~'; }, '_');
  return field.empty() ? "-" : field;
}

std::string header_time(const ReportView& report) {
  constexpr std::int64_t kLatestMoment = 253402300799999999;  // the end of the year 9999
  if (report.time() <= 0 || report.time() > kLatestMoment) {
    return "-";
  }
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(report.time())};
  return fmt::format("{:%Y-%m-%dT%H:%M}:{:%S}Z", fmt::gmtime(std::chrono::floor<std::chrono::seconds>(time)),
                     time.time_since_epoch());
}

std::string application_of(const ReportView& report) {
  const std::string_view executable = report.claim("executable");
  for (const std::string_view name :
       {report.container("name"), report.container("unit"), executable.substr(executable.rfind('/') + 1)}) {
    if (!name.empty()) {
      return header_field(name, kLongestApplication);
    }
  }
  return "-";
}

void add_parameter(std::string& element, const char* name, std::string_view value) {
  if (value.empty()) {
    return;
  }
  element += fmt::format(" {}=\"", name);
  const std::string shown = one_line(value.substr(0, kLongestParameter));
  const std::size_t most = element.size() + kLongestParameter - 1;
  for (std::string_view rest = shown; !rest.empty() && element.size() < most;) {
    const std::string_view character = rest.substr(0, std::max<std::size_t>(utf8_sequence(rest), 1));
    element += character == "\"" || character == "\\" || character == "]" ? "\\" : "";
    element += character;
    rest.remove_prefix(character.size());
  }
  element += '"';
}

/// 32473 is the enterprise number of examples (RFC 5612).
std::string structured_data(const ReportView& report) {
  std::string element = "[cel@32473";
  for (const char* name : {"id", "fingerprint", "type", "where", "state"}) {
    add_parameter(element, name, report.text(name));
  }
  for (const char* name : {"engine", "namespace", "pod", "name", "image", "unit"}) {
    add_parameter(element, name, report.container(name));
  }
  return element + "]";
}

std::string in_one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const bool ends = text.find('\n') != std::string_view::npos;
    line += one_line(take_field(text, '\n'));
    line += ends && !text.empty() ? "\\n" : "";
  }
  return line;
}

}  // namespace

std::optional<unsigned> syslog_facility(std::string_view name) {
  constexpr std::array<std::string_view, 24> kFacilities{
      "kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
      "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "audit",  "alert",  "clock",
      "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};
  const auto* const found = std::find(kFacilities.begin(), kFacilities.end(), name);
  return found == kFacilities.end() ? std::nullopt
                                    : std::optional(static_cast<unsigned>(found - kFacilities.begin()));
}

std::string syslog_message(const ReportView& report, const SyslogStyle& style) {
  constexpr unsigned kCriticalLevel = 2;
  constexpr unsigned kErrorLevel = 3;
  constexpr unsigned kSeverities = 8;
  const auto pid = number_at(report.record(), "pid");
  std::string message =
      fmt::format("<{}>1 {} {} {} {} {} {} ",
                  style.facility * kSeverities + (report.is_fatal() ? kCriticalLevel : kErrorLevel),
                  header_time(report), header_field(report.host(), kLongestHost), application_of(report),
                  header_field(pid ? std::to_string(*pid) : "", kLongestProcess),
                  header_field(report.text("type"), kLongestMessageId), structured_data(report));
  const std::string_view trace = report.claim("backtrace");
  const std::string text =
      std::string(report.text("what")) + (trace.empty() ? "" : "\n") + std::string(trace);
  const std::size_t room = style.most_bytes - std::min(style.most_bytes, message.size());
  message += in_one_line(keep_ends(text, std::max(kLeastText, room)));
  std::size_t end = style.most_bytes;  // what is shown as \xNN takes more
  while (end < message.size() && end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  message.resize(std::min(end, message.size()));
  return message;
}

}  // namespace cel
