// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// A record in every form that a sink may take it in.
struct FramedReport {
  Json record;
  std::string json;                ///< the record on one line, without a newline
  std::vector<std::string> lines;  ///< the lines that carry it in a stream, each with its newline (frame.h)
  std::string line_id;             ///< 16 hex digits, as in the lines
  std::string tag;                 ///< as in the lines; empty for none
};

}  // namespace cel
