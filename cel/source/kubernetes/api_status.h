// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Statuses of the API server's answers (RFC 9110).
inline constexpr long kStatusOk = 200;
inline constexpr long kStatusBadRequest = 400;
inline constexpr long kStatusUnauthorized = 401;
inline constexpr long kStatusForbidden = 403;
inline constexpr long kStatusNotFound = 404;
inline constexpr long kStatusGone = 410;

}  // namespace cel
