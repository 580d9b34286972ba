// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/result.h"

namespace cel {

/// What `cel-sidecar inject` is told.
struct InjectOptions {
  std::string file;     ///< empty: standard input
  std::string hooks;    ///< languages of pods without the annotation, separated by commas; empty: none
  std::string image;    ///< the sidecar's; empty: the one of this version
  std::string payload;  ///< the folder with the hooks
};

/// Prints the manifests of the file with the sidecar in their pods, and says on standard error what it did.
/// Nothing is printed after an error.
Result<void> run_inject(const InjectOptions& options);

}  // namespace cel
