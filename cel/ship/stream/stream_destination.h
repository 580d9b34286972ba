// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cel/ship/stream/stream_client.h"

namespace cel {

/// A report as a message with its frame, so that nothing in it is taken for another message.
using StreamFormat = std::function<std::string(const Json& report)>;

/// Makes a destination that writes messages to one connection; an error for what is configured wrongly.
Result<std::unique_ptr<Destination>> stream_destination(Settings& settings, StreamFormat format);

}  // namespace cel
