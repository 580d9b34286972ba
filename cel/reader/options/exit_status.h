// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// What `cel` ends with.
enum ExitStatus : int {
  kFound = 0,
  kNotFound = 1,  ///< no report, or the logs could not be read
  kUsage = 2,
};

}  // namespace cel
