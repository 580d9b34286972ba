// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/frame_name.h"

#include <catch2/catch.hpp>

#include "cel/trace/library_path.h"

using namespace cel;

namespace {

std::string name(const char* file, const char* function, const char* type, const char* module = "") {
  return frame_name({{"file", file}, {"function", function}, {"module", module}}, type);
}

}  // namespace

TEST_CASE("a frame of Python counts by its file, whatever its module was called and wherever it lies") {
  CHECK(name("/srv/shop/cart.py", "total", "Python3", "__main__") == "cart:total");
  CHECK(name("cart.py", "total", "Python", "shop.cart") == "shop/cart:total");
  CHECK(name("/srv/app/shop/cart.py", "total", "Python") == "shop/cart:total");
  CHECK(name("/srv/shop/__init__.py", "f", "Python3") == "shop:f");
  CHECK(name("<decorator-gen-12>", "f", "Python3") == "<decorator-gen-<n>>:f");
}

TEST_CASE("a frame of another language counts by its module, or its file without one") {
  CHECK(name("Cart.java", "lambda$total$0", "Java", "shop.Cart$1") == "shop.Cart:total");
  CHECK(name("/srv/a/cart.go", "(*Cart).Total.func1", "Go", "example.org/shop") ==
        "example.org/shop:(*Cart).Total");
  CHECK(name("file:///srv/lib/index.mjs", "Cart.total", "NodeJS") == "lib:total");
  CHECK(name("src/main.rs", "", "Rust") == "main:");
  CHECK(name("src/main.rs", "shop::cart::total", "Rust") == name("src/cart.rs", "shop::cart::total", "Rust"));
}

TEST_CASE("what does not count has no name") {
  CHECK(name("/srv/a.py", "<listcomp>", "Python3").empty());
  CHECK(name("", "", "Python3").empty());
  CHECK(name("", "… 50 frames …", "Python3").empty());
}

TEST_CASE("whose code a frame is, its path tells") {
  for (const char* path :
       {"/usr/lib/python3.11/json/decoder.py", "/usr/local/lib64/pypy3.9/os.py",
        "/srv/venv/lib/python3.9/site-packages/x.py", "/usr/lib/python3/dist-packages/x.py",
        "<frozen importlib._bootstrap>", "/srv/node_modules/x/index.js", "node:internal/timers",
        "/var/lib/gems/3.1.0/gems/rack/x.rb", "/usr/lib/ruby/3.1.0/json/common.rb",
        "/root/go/pkg/mod/x@v1/y.go", "/usr/local/go/src/fmt/print.go",
        "/rustc/5980/library/core/src/option.rs", "/root/.cargo/registry/src/x/lib.rs", "../sysdeps/nptl/x.h",
        "pandas/_libs/index.pyx", "C:\\Python311\\Lib\\threading.py",
        "C:\\x\\Python39\\lib\\site-packages\\y.py"}) {
    CHECK(is_library_path(path));
  }
  for (const char* path :
       {"/srv/shop/cart.py", "cart.py", "<string>", "/srv/lib/python/tool.py", "/srv/library/x.js",
        "file:///srv/main.mjs", "src/main.rs", "", "/home/python3/lib/cart.py"}) {
    CHECK_FALSE(is_library_path(path));
  }
}

TEST_CASE("what a record says of a frame's being a library's holds, and the line of a launcher is nobody's") {
  CHECK_FALSE(is_own_frame({{"file", "/srv/cart.py"}, {"in_app", false}}));
  CHECK(is_own_frame({{"file", "/srv/cart.py"}, {"in_app", true}}));
  CHECK_FALSE(is_own_frame({{"file", "/usr/lib/python3.11/os.py"}, {"in_app", true}}));
  CHECK_FALSE(is_own_frame({{"file", "/usr/local/bin/shop"}, {"function", "<module>"}}));
  CHECK(is_own_frame({{"file", "/usr/local/bin/shop"}, {"function", "main"}}));
}
