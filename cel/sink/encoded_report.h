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

/// A record in every form that a sink may take it in.
struct EncodedReport {
  Json record;
  std::string json;                ///< the record on one line, without a newline
  std::vector<std::string> lines;  ///< the lines that carry it in a stream, each with its newline (encode.h)
  std::string line_id;             ///< 16 hex digits, as in the lines
  std::string tag;                 ///< as in the lines; empty for none
};

/// The report that `raw` is, completed by what `origin` knows (without an `id` it gets one of its own), at
/// most `max_record` bytes of it (bound.h), in lines of `format`. Secrets are taken out first: whatever
/// reaches a sink was made here. What could not be redacted by `until`, if that is not null, is left out.
EncodedReport encoded_report(RawReport raw, Origin origin, std::size_t max_record, const LineFormat& format,
                             const Deadline* until = nullptr);

}  // namespace cel
