// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/ship/destination/observer.h"
#include "cel/ship/to/report_tally.h"

namespace cel {

/// All figures in Prometheus' text format, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats). Values of labels are escaped, and control
/// characters are shown as `\xNN`.
std::string metrics_text(const ReportTally& tally, const ShipStatus& status);

}  // namespace cel
