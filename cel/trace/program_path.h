// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// What the file of a frame is called within its program: its folder and its name without a suffix,
/// `orders/views` of `/srv/shop/orders/views.py`, `C:\Users\a\shop\orders\views.py` and `orders/views.pyc`.
///
/// Left out is where the program lies: a base (`/srv`, `/home/a/src`, `/app`), the folder of its checkout, an
/// environment up to its packages (`site-packages`, `node_modules`, `gems`) and versions; also folders that a
/// build adds (`src`, `lib`, `dist`). `root`, where it is known, is the folder that the program was started
/// from, and replaces the guess. A package's own file (`__init__`, `index`) is called like its folder.
std::string program_path(std::string_view file, std::string_view root);

/// The same of a module, `orders.views` of Python: of its last two parts.
std::string program_path_of_module(std::string_view module);

/// `path` with `/` for each `\` and without `file://`.
std::string forward_slashes(std::string_view path);

}  // namespace cel
