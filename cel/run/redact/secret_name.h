// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Whether what goes by this name (of a variable, an option, a header, a key) is to be kept back: the rules,
/// and the lists of words, are those of the Python hook (names.py).
bool is_secret_name(std::string_view name);

/// Of a secret name: whether even a number under it is one, as with `pin`; `max_token=17` is not.
bool hides_numbers(std::string_view name);

}  // namespace cel
