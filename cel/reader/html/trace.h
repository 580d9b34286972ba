// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/reader/html/markup.h"
#include "cel/reader/show/chain.h"

namespace cel::html {

/// Bytes of HTML after which no further frame of a report is written: a page opens quickly, and `cel show`
/// has the rest.
inline constexpr std::size_t kTraceBytes = 96U << 10U;

/// Writes a chain of exceptions: the program's own frames open, those of libraries folded.
void write_chain(Markup& page, const Chain& chain);

}  // namespace cel::html
