// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/program_path.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("a file is called by its folder and name within the program, wherever that lies") {
  for (const char* file :
       {"/srv/shop/orders/views.py", "/home/alice/dev/github/shop/orders/views.py", "/app/orders/views.py",
        "/Users/alice/Desktop/shop-main/orders/views.py", "/var/www/shop/orders/views.py",
        "/usr/src/app/orders/views.py", "C:\\Users\\alice\\shop\\orders\\views.py", "./orders/views.py",
        "orders\\views.pyc", "file:///srv/shop/orders/views.js", "/srv/shop/src/orders/views.ts",
        "/opt/venv/lib/python3.11/site-packages/orders/views.py",
        "/srv/shop/node_modules/orders/lib/views.js",
        "/usr/lib/ruby/gems/3.2.0/gems/x-1.2/lib/orders/views.rb",
        "/root/go/pkg/mod/github.com/x/orders@v1.2.3/views.go"}) {
    CAPTURE(file);
    CHECK(program_path(file, "") == "orders/views");
  }
}

TEST_CASE(
    "a file at the top of a program has no folder, and a package's own file is called like its folder") {
  CHECK(program_path("/srv/shop/cart.py", "") == "cart");
  CHECK(program_path("/app/cart.py", "") == "cart");
  CHECK(program_path("cart.py", "") == "cart");
  CHECK(program_path("/data/x/y/cart.py", "/data/x/y") == "cart");
  CHECK(program_path("/srv/shop/orders/__init__.py", "") == "orders");
  CHECK(program_path("/srv/shop/a/orders/__init__.py", "") == "a/orders");
}

TEST_CASE("a module counts by its last two parts") {
  CHECK(program_path_of_module("shop.orders.views") == "orders/views");
  CHECK(program_path_of_module("orders.views") == "orders/views");
  CHECK(program_path_of_module("cart") == "cart");
  CHECK(program_path_of_module("a.orders.__init__") == "a/orders");
}

TEST_CASE("any path does no harm") {
  for (const char* file :
       {"", "/", "//", "\\", "C:", "C:/", ".", "..", "./", "/.", "a/", "/a/b/c/", "-1", "/-1/-2/x"}) {
    CHECK(program_path(file, "").size() < 20);
    CHECK(program_path(file, "/a").size() < 20);
  }
  for (const char* module : {"", ".", "..", "a.", ".a", ".__init__"}) {
    CHECK(program_path_of_module(module).size() < 20);
  }
}
