// SPDX-License-Identifier: Apache-2.0
//
// gelf=tcp://HOST:PORT, gelf=tls://HOST:PORT: messages of GELF 1.1, each ended by a null byte.

#include "cel/ship/stream/stream_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/gelf_message.h"

namespace cel {

Result<std::unique_ptr<Destination>> make_gelf(Settings& settings) {
  return stream_destination(settings, [](const Json& report) {
    return to_line(gelf_message(ReportView(report))) + '\0';  // JSON holds no null byte: it is \u0000 there
  });
}

}  // namespace cel
