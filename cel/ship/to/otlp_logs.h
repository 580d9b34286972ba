// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// Reports as an ExportLogsServiceRequest, those of one container under one resource.
Json otlp_logs(std::span<const Json> reports);

/// Why the server, which answered 2xx, rejected some of the records; empty if it took all. It does not say
/// which. Any bytes.
std::string otlp_rejection(std::string_view body);

}  // namespace cel
