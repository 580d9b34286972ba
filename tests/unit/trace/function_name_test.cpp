// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/function_name.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("a function counts without what compilers and runtimes number it by") {
  CHECK(function_name("lambda$run$0", "Java") == "run");
  CHECK(function_name("access$100", "Java") == "access");
  CHECK(without_java_numbers("shop.Main$1") == "shop.Main");
  CHECK(without_java_numbers("shop.Main$Cart") == "shop.Main$Cart");
  CHECK(without_java_numbers("shop.Main$$Lambda$14/0x00007f0123") == "shop.Main$Lambda");
  CHECK(without_java_numbers("com.sun.proxy.$Proxy12") == "com.sun.proxy.$Proxy");
  CHECK(without_java_numbers("shop.Cart$$EnhancerBySpringCGLIB$$1f2e3d4c") ==
        "shop.Cart$EnhancerBySpringCGLIB");
  CHECK(function_name("(*Cart).Total.func1.2", "Go") == "(*Cart).Total");
  CHECK(function_name("main.gowrap3", "Go") == "main");
  CHECK(function_name("Map[...]", "Go") == "Map");
  CHECK(function_name("shop::cart::price::h0123456789abcdef", "Rust") == "shop::cart::price");
  CHECK(function_name("<shop[12ab34cd]::Cart>::total::{closure#0}", "Rust") == "<shop::Cart>::total");
  CHECK(function_name("shop::walk::{{closure}}::{{closure}}", "Rust") == "shop::walk");
  CHECK(function_name("Cart::total(int, char**) const [clone .cold]", "C++") == "Cart::total");
  CHECK(function_name("(anonymous namespace)::total(int)", "C++") == "(anonymous namespace)::total");
  CHECK(function_name("run(int)::{lambda(int)#1}::operator()(int) const", "C++") == "run");
}

TEST_CASE("a closure counts as the function around it, or not at all") {
  CHECK(function_name("block (2 levels) in total", "Ruby") == "total");
  CHECK(function_name("rescue in block in Cart#total", "Ruby") == "total");
  CHECK(function_name("block in <main>", "Ruby") == "<main>");
  for (const char* within : {"<lambda>", "<genexpr>", "<listcomp>", "<dictcomp>", "<setcomp>"}) {
    CHECK(function_name(within, "Python3").empty());
  }
  CHECK(function_name("<module>", "Python") == "<module>");
  CHECK(function_name("<anonymous>", "NodeJS").empty());
}

TEST_CASE("the object that a function was called on does not count where the caller decides about it") {
  CHECK(function_name("Cart.total", "NodeJS") == "total");
  CHECK(function_name("async Cart.total [as sum]", "NodeJS") == "total");
  CHECK(function_name("Object.<anonymous>", "NodeJS") == "<anonymous>");
  CHECK(function_name("new Cart", "NodeJS") == "new Cart");
  CHECK(function_name("Shop::Cart.build", "Ruby") == "build");
}

TEST_CASE("a function of another language stays as it is, and so does what is no name") {
  CHECK(function_name("Elixir.Shop.total/2", "Elixir") == "Elixir.Shop.total/2");
  for (const char* type : {"Python3", "Java", "NodeJS", "Ruby", "Go", "Rust", "C++", ""}) {
    CHECK(function_name("", type).empty());
  }
  CHECK(function_name("block", "Ruby") == "block");
  CHECK(function_name("::{", "Rust").empty());
  CHECK(function_name("[", "Rust").empty());
}
