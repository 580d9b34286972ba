// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// `function`, as a traceback or a hook of the language `type` names it, without what compilers and runtimes
/// number it by and, where that depends on the caller, without the object that it was called on. What has no
/// name of its own (closures, lambdas, blocks) belongs to the function around it: it gets that one's name or,
/// where the language does not tell it, none, and the frame does not count.
///
/// | language | as printed | counts as |
/// | --- | --- | --- |
/// | Python | `<lambda>`, `<genexpr>`, `<listcomp>` (a frame until 3.11 only) | nothing |
/// | Java | `lambda$run$0`, `access$100` | `run`, `access` |
/// | NodeJS | `async Cart.total [as sum]`, `<anonymous>` | `total`, nothing |
/// | Ruby | `block (2 levels) in Cart#total` | `total` |
/// | Go | `(*Cart).Total.func1.2`, `Map[...]` | `(*Cart).Total`, `Map` |
/// | Rust | `shop[12ab]::total::{{closure}}::h0123456789abcdef` | `shop::total` |
/// | C++ | `total(int, char**) [clone .cold]`, `run()::{lambda(int)#1}::operator()` | `total`, `run` |
std::string function_name(std::string_view function, std::string_view type);

/// A Java class or method without the numbers of anonymous classes, lambdas and generated proxies.
std::string without_java_numbers(std::string_view name);

}  // namespace cel
