// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/record/json.h"

namespace cel {

/// What fits on one line of a record.
struct Summary {
  std::string type;   ///< `Python3`
  std::string where;  ///< `shop.py:6:price`; empty when the record does not say
  std::string what;   ///< `ZeroDivisionError: division by zero`
};

/// The summary of a record, by its `reason` (docs/record.md). Any object will do.
Summary summary_of(const Json& record);

}  // namespace cel
