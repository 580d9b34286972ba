// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// In microseconds, as times of reports are.
inline constexpr std::int64_t kSecond = 1'000'000;
