// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/logger/options.h"
#include "cel/record/build.h"
#include "cel/record/parse.h"
#include "cel/sink/encoded_report.h"

namespace cel {

/// Makes reports ready for a sink: in full or, where time or memory is short, their start and end.
class ReportMaker {
 public:
  /// `until`: when to shorten long reports. `options` must outlive this.
  ReportMaker(const LoggerOptions& options, const Deadline& until);

  /// Throws std::bad_alloc where there is no memory even for the shortest form.
  EncodedReport make(RawReport report);

  /// The start and the end of a report's bytes, made of reserved memory where there is no other.
  EncodedReport make_shortened(std::string_view bytes);

  /// Returns how many of the reports were shortened.
  std::size_t shortened() const { return shortened_; }

 private:
  EncodedReport make_in_full(RawReport report, const Deadline* until) const;

  const LoggerOptions& options_;
  Deadline until_;
  Origin origin_;
  std::size_t shortened_ = 0;
};

}  // namespace cel
