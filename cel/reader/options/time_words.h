// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cel/base/result.h"

namespace cel {

/// The moment that a person means by `words`, in microseconds since 1970-01-01 UTC; `now` is the present one.
/// Of what journalctl takes (systemd.time(7)): `2026-01-31 18:00[:00]`, `2026-01-31`, `18:00[:00]`, with `T`
/// between and ` UTC` or `Z` behind where wanted, else in local time; `now`, `today`, `yesterday`,
/// `tomorrow`;
/// `-1h`, `+5min`, `2 days ago`, `1h 30min ago`; `@1700000000`. The error says what is taken.
Result<std::int64_t> time_of_words(std::string_view words, std::int64_t now);

}  // namespace cel
