// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/base/result.h"
#include "cel/source/followed_log.h"

namespace cel {

/// Follows the containers of this pod, or of those in its namespace that the label selector means, by the API
/// server. The error says why this is no pod.
Result<std::unique_ptr<LogWatch>> follow_api(const std::string& selector, const Wanted& wanted);

/// The path of the pods at the API server.
std::string pods_path(const std::string& space, const std::string& selector);

}  // namespace cel
