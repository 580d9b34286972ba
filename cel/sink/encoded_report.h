// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cel/base/clock.h"
#include "cel/record/build.h"
#include "cel/record/json.h"
#include "cel/record/parse.h"
#include "cel/wire/encode.h"

namespace cel {

/// A record in each form that a sink may need.
struct EncodedReport {
  Json record;
  std::string json;                ///< the record on one line, without a newline
  std::vector<std::string> lines;  ///< the lines that carry it, each with its newline (encode.h)
  std::string line_id;             ///< 16 hex digits that are in the lines
  std::string tag;                 ///< the tag in the lines; empty for none
};

/// Makes a report of `raw`, completed from `origin` (with a new `id` if it has none) and
/// bounded to `max_record` bytes (bound.h), in lines of `format`. Everything that reaches a sink is made, and
/// redacted, here. What is not redacted by `until`, if that is not null, is left out.
EncodedReport encoded_report(RawReport raw, Origin origin, std::size_t max_record, const LineFormat& format,
                             const Deadline* until = nullptr);

}  // namespace cel
