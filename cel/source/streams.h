// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/source/bytes/byte_input.h"
#include "cel/source/source.h"

namespace cel {

/// A log that can be read only once: standard input, a pipe, a device. What it holds is told by its first
/// lines, which are waited for at the first next(); each line comes as soon as all of it is there. From the
/// newest end, all of it is read first.
std::unique_ptr<Source> stream_source(std::unique_ptr<ByteInput> input, const std::string& name,
                                      const Wanted& wanted);

/// All lines of `source`, oldest first, the other way round.
std::unique_ptr<Source> reversed(std::unique_ptr<Source> source);

/// All lines of `source`, oldest first, in a direction. It is read to its end before the first one comes, so
/// that it holds no file meanwhile.
std::unique_ptr<Source> read_whole(std::unique_ptr<Source> source, Direction direction);

}  // namespace cel
