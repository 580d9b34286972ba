// SPDX-License-Identifier: Apache-2.0
//
// syslog=tcp://HOST:PORT, syslog=tls://HOST:PORT: messages of RFC 5424 with counted octets, over TCP (RFC
// 6587) or TLS (RFC 5425).

#include "cel/ship/stream/stream_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/syslog_message.h"

namespace cel {

Result<std::unique_ptr<Destination>> make_syslog(Settings& settings) {
  constexpr std::uint64_t kMost = 1U << 20U;
  SyslogStyle style;
  const auto facility = syslog_facility(settings.take("facility", "user"));
  const std::string size = settings.take("max-size", "8K");
  const Result<std::uint64_t> most = byte_size(size);
  if (!facility) {
    return Error{settings.name + ": facility is a name such as user, daemon or local0"};
  }
  if (!most || *most < kLeastSyslogMessage || *most > kMost) {
    return Error{settings.name + ": max-size is a size from 4K to 1M"};
  }
  style.facility = *facility;
  style.most_bytes = *most;
  return stream_destination(settings, [style](const Json& report) {
    const std::string message = syslog_message(ReportView(report), style);
    return std::to_string(message.size()) + " " + message;
  });
}

}  // namespace cel
