// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/source/lines/text_scan.h"
#include "cel/source/logs/storage.h"
#include "cel/source/source.h"

namespace cel {

/// A container's log in regular files, oldest first, which may be compressed. From the newest end it is read
/// in segments, each searched forwards: a line comes out the same from either end, but for one that begins in
/// a compressed file and goes on in the next, which may come a second time from there. Files are left out
/// whose time of modification is before `wanted.since`, or whose first line is after `wanted.until`.
std::unique_ptr<Source> text_files(std::vector<std::string> paths, std::shared_ptr<const Container> container,
                                   TextFormat format, const Wanted& wanted, Storage storage = {});

}  // namespace cel
