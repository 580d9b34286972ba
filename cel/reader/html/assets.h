// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel::html {

/// page.css and page.js, put into the program by the build.
extern const std::string_view kPageCss;
extern const std::string_view kPageJs;

}  // namespace cel::html
