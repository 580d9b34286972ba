// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// `function`, as a traceback or a hook of the language `type` names it, without what compilers and runtimes
/// number it by and, where that depends on the caller, without the object that it was called on:
///
/// | language | as printed | counts as |
/// | --- | --- | --- |
/// | Python | `<listcomp>`, a frame of its own until 3.11 only | nothing |
/// | Java | `lambda$run$0`, `Shop$1`, `Shop$$Lambda$14/0x7f01` | `lambda$run`, `Shop`, `Shop$Lambda` |
/// | NodeJS | `async Cart.total [as sum]` | `total` |
/// | Ruby | `block (2 levels) in Cart#total` | `total` |
/// | Go | `(*Cart).Total.func1.2`, `Map[...]` | `(*Cart).Total`, `Map` |
/// | Rust | `shop[12ab]::total::{{closure}}::h0123456789abcdef` | `shop::total` |
/// | C++ | `total(int, char**) [clone .cold]` | `total` |
std::string function_name(std::string_view function, std::string_view type);

/// A Java class or method without the numbers of anonymous classes, lambdas and generated proxies.
std::string without_java_numbers(std::string_view name);

}  // namespace cel
