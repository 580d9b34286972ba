// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/report/groups.h"

namespace cel::html {

/// What a page holds at most, so that any browser opens it at once whatever the log held.
inline constexpr std::size_t kPageGroups = 500;
inline constexpr std::size_t kPageBytes = 12U << 20U;

struct PageInput {
  std::vector<Group> groups;    ///< those to be shown first at the front; with their newest reports
  std::uint64_t ungrouped = 0;  ///< reports that belong to none of them
  std::int64_t now = 0;         ///< microseconds since 1970-01-01 UTC
};

/// One HTML page (the living standard's) that needs nothing else: no network, which its content security
/// policy forbids besides, and JavaScript only to search, to sort and to switch between light and dark. Every
/// group has its newest report behind it while there is room; what is left out is said on the page.
std::string page_of(const PageInput& input);

/// Writes `content` to the file `path`: all of it, or the file stays as it was. A new file is for its owner
/// only, since pages hold variables of programs; one that is there keeps its mode. What is no regular file (a
/// pipe, a link) is written as it is.
Result<void> write_page(const std::string& path, const std::string& content);

}  // namespace cel::html
