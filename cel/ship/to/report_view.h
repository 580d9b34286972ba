// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// A report as destinations get it (docs/cel.schema.json), whatever its record holds. The views are into it.
class ReportView {
 public:
  explicit ReportView(const Json& report) : report_(report) {}

  /// A text of the report itself: `id`, `time`, `type`, `where`, `what`, `fingerprint`; empty if there is
  /// none.
  std::string_view text(std::string_view key) const { return string_at(report_, key).value_or(""); }

  /// What the host says of the container: `engine`, `id`, `name`, …
  std::string_view container(std::string_view key) const;

  /// What the container claims.
  const Json& record() const;
  std::string_view claim(std::string_view key) const { return string_at(record(), key).value_or(""); }

  /// Microseconds since 1970-01-01 UTC.
  std::int64_t time() const;

  bool is_fatal() const { return claim("severity") == "fatal"; }

  std::string exception_type() const;
  std::string exception_message() const;

  /// The host's name, as the log says it, or else as the container does.
  std::string_view host() const;

  /// What a person calls the program: its pod and container, its container, its unit, or its executable.
  std::string service() const;

 private:
  const Json& report_;
};

/// Names by OpenTelemetry's semantic conventions (opentelemetry.io/docs/specs/semconv) and values, without
/// empty ones: of whoever wrote the report, which the host attests, and of the report itself, which is a
/// claim.
using Facts = std::vector<std::pair<std::string, std::string>>;
Facts resource_facts(const ReportView& report);
Facts report_facts(const ReportView& report);

}  // namespace cel
