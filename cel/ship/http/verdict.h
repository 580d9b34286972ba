// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/ship/destination/destination.h"
#include "cel/ship/http/http_client.h"

namespace cel {

/// What an answer says of a request as a whole, by its status (RFC 9110): 2xx settles it; 400, 413 and 422
/// refuse its content; with any other one, such as 401, 404, 429 or 503, the next attempt may succeed, be it
/// after somebody has mended the address or the key.
Verdict verdict_of(const HttpAnswer& answer);

}  // namespace cel
