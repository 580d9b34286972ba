// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cel/report/histogram.h"

namespace cel {

/// A histogram as `width` characters (a divisor of Histogram::kBins), the oldest first: a space for none,
/// else a bar of one to eight eighths.
std::string sparkline(const Histogram& histogram, std::size_t width);

}  // namespace cel
